@testable import Acquisition
import Testing

@Suite struct PortLinkTests {
    private let board = PortIdentity(
        node: "/dev/ttyACM0", vendorID: "1158", productID: "0001", serial: "E66138528351A1B2",
        interfaceNumber: "00", usbPath: "socket-2")
    private let bridge = PortIdentity(
        node: "/dev/ttyUSB0", vendorID: "10c4", productID: "ea60", usbPath: "socket-3")

    private func at(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Int64(seconds * 1e9))
    }

    /// A link that reads `board` since second 1; the last byte at second 2.
    private func streaming(_ wish: PortWish = .anyBoard) -> PortLink {
        var link = PortLink(wish)
        _ = link.handle(.appeared(board), at: at(0))
        _ = link.handle(.opened, at: at(0))
        _ = link.handle(.bytesArrived, at: at(1))
        #expect(link.handle(.recognised, at: at(1)) == [.beginSession(board)])
        #expect(link.handle(.bytesArrived, at: at(2)).isEmpty)
        return link
    }

    @Test func firstPortIsOpenedHeardAndKept() {
        var link = PortLink(.anyBoard)
        #expect(link.deadline == nil)
        #expect(link.handle(.appeared(board), at: at(0)) == [.open(board, .rate115200)])
        #expect(link.handle(.appeared(bridge), at: at(0)).isEmpty)
        #expect(link.handle(.opened, at: at(0)).isEmpty)
        #expect(link.silence(at: at(0.5)) == .seconds(0.5))
        #expect(link.handle(.bytesArrived, at: at(1)).isEmpty)
        #expect(link.handle(.recognised, at: at(1)) == [.beginSession(board)])
        #expect(link.board == board)
    }

    @Test func strangerIsNotOpened() {
        var link = PortLink(.anyBoard)
        let mouse = PortIdentity(node: "/dev/ttyACM9", vendorID: "046d", productID: "c52b")
        #expect(link.handle(.appeared(mouse), at: at(0)).isEmpty)
        var named = PortLink(.path("/dev/ttyACM9"))
        #expect(named.handle(.appeared(mouse), at: at(0)) == [.open(mouse, .rate115200)])
    }

    @Test func linkNameIsAsGoodAsTheNode() {
        var linked = board
        linked.links = ["/dev/healthypi"]
        var link = PortLink(.path("/dev/healthypi"))
        #expect(link.handle(.appeared(board), at: at(0)).isEmpty)
        #expect(link.handle(.changed(linked), at: at(0)) == [.open(linked, .rate115200)])
    }

    /// The last byte came at 2 s: opened again at 5, a replug asked for at 12, then every 30 s
    /// after the reopening.
    @Test func silenceIsEnduredInOrder() {
        var link = streaming()
        #expect(link.deadline == at(5))
        #expect(link.handle(.tick, at: at(4.999)).isEmpty)
        #expect(
            link.handle(.tick, at: at(5)) == [
                .say(.silent(node: "/dev/ttyACM0", for: .seconds(3))), .close,
                .open(board, .rate115200),
            ])
        #expect(link.handle(.opened, at: at(5)).isEmpty)
        #expect(link.deadline == at(12))
        #expect(
            link.handle(.tick, at: at(12)) == [
                .say(.replug(node: "/dev/ttyACM0", silentFor: .seconds(10)))
            ])
        #expect(link.deadline == at(35))
        #expect(link.handle(.tick, at: at(35)) == [.close, .open(board, .rate115200)])
        #expect(link.handle(.opened, at: at(35)).isEmpty)
        #expect(link.deadline == at(65))
        // It has come to: the session goes on, and a new silence is counted from the start.
        #expect(link.handle(.bytesArrived, at: at(40)).isEmpty)
        #expect(
            link.handle(.recognised, at: at(40)) == [.resumeSession(board, gapSince: at(2))])
        #expect(link.deadline == at(43))
    }

    @Test func tickThatComesLateDoesBothAtOnce() {
        var link = streaming()
        #expect(
            link.handle(.tick, at: at(20)) == [
                .say(.replug(node: "/dev/ttyACM0", silentFor: .seconds(18))),
                .say(.silent(node: "/dev/ttyACM0", for: .seconds(18))), .close,
                .open(board, .rate115200),
            ])
        _ = link.handle(.opened, at: at(20))
        #expect(link.deadline == at(50))
    }

    @Test func boardThatNeverSpokeIsSilentFromItsOpening() {
        var link = PortLink(.anyBoard)
        _ = link.handle(.appeared(board), at: at(0))
        _ = link.handle(.opened, at: at(1))
        #expect(link.deadline == at(4))
        #expect(link.handle(.tick, at: at(4)).contains(.open(board, .rate115200)))
        _ = link.handle(.opened, at: at(4))
        #expect(link.deadline == at(11))
    }

    @Test func replugResumesTheSessionUnderTheNewNode() {
        var link = streaming()
        #expect(
            link.handle(.readingEnded(.removed), at: at(3)) == [
                .close, .say(.gone(node: "/dev/ttyACM0")),
            ])
        #expect(link.handle(.vanished(board.stableKey), at: at(3)).isEmpty)
        #expect(link.state == .gone(since: at(3)))
        #expect(link.handle(.appeared(bridge), at: at(4)).isEmpty)
        var again = board
        again.node = "/dev/ttyACM5"
        #expect(link.handle(.appeared(again), at: at(6)) == [.open(again, .rate115200)])
        _ = link.handle(.opened, at: at(6))
        _ = link.handle(.bytesArrived, at: at(7))
        #expect(link.handle(.recognised, at: at(7)) == [.resumeSession(again, gapSince: at(2))])
    }

    @Test func vanishingBeforeTheReadEndsClosesOnce() {
        var link = streaming()
        #expect(
            link.handle(.vanished(board.stableKey), at: at(3)) == [
                .close, .say(.gone(node: "/dev/ttyACM0")),
            ])
        #expect(link.handle(.readingEnded(.removed), at: at(3)).isEmpty)
    }

    @Test func missedUnpluggingIsSeenByTheNewNode() {
        var link = streaming()
        var again = board
        again.node = "/dev/ttyACM5"
        #expect(link.handle(.appeared(again), at: at(6)) == [.close, .open(again, .rate115200)])
    }

    @Test func sameBoardInAnotherSocketIsStillTheSameBoard() {
        var link = streaming()
        _ = link.handle(.vanished(board.stableKey), at: at(3))
        var moved = board
        moved.usbPath = "socket-9"
        #expect(link.handle(.appeared(moved), at: at(6)) == [.open(moved, .rate115200)])
        var twin = moved
        twin.serial = "another"
        var other = streaming()
        _ = other.handle(.vanished(board.stableKey), at: at(3))
        #expect(other.handle(.appeared(twin), at: at(6)).isEmpty)
    }

    @Test func anySourceLetsGoOfItsBoardAfterAMinuteButANamedOneNever() {
        var link = streaming()
        _ = link.handle(.vanished(board.stableKey), at: at(3))
        _ = link.handle(.appeared(bridge), at: at(4))
        #expect(link.deadline == at(63))
        #expect(link.handle(.tick, at: at(63)) == [.open(bridge, .rate115200)])
        #expect(link.board == nil)
        var named = streaming(.key(board.stableKey))
        _ = named.handle(.vanished(board.stableKey), at: at(3))
        #expect(named.deadline == nil)
    }

    @Test func failedOpeningBacksOffTwiceAsLongEachTimeAndIsSaidOnce() {
        var link = PortLink(.path("/dev/ttyACM0"))
        let error = PortError.notPermitted(path: "/dev/ttyACM0")
        _ = link.handle(.appeared(board), at: at(0))
        #expect(link.handle(.openingFailed(error), at: at(0)) == [.say(.openingFailed(error))])
        var now = 0.0
        for wait in [0.25, 0.5, 1, 2, 4, 5, 5] {
            now += wait
            #expect(link.deadline == at(now))
            #expect(link.handle(.tick, at: at(now)) == [.open(board, .rate115200)])
            #expect(link.handle(.openingFailed(error), at: at(now)).isEmpty)
        }
        // Another reason is news; so are the rights that a rule has just given.
        #expect(link.handle(.changed(board), at: at(now)) == [.open(board, .rate115200)])
        let busy = PortError.busy(path: "/dev/ttyACM0", holder: nil)
        #expect(link.handle(.openingFailed(busy), at: at(now)) == [.say(.openingFailed(busy))])
    }

    @Test func twoPortsTakeTurnsWithoutRepeatingThemselves() {
        var link = PortLink(.anyBoard)
        var twin = board
        twin.usbPath = "socket-4"
        twin.node = "/dev/ttyACM1"
        _ = link.handle(.appeared(board), at: at(0))
        _ = link.handle(.appeared(twin), at: at(0))
        let busy = PortError.busy(path: "/dev/ttyACM0", holder: nil)
        #expect(link.handle(.openingFailed(busy), at: at(0)) == [.say(.openingFailed(busy))])
        #expect(link.handle(.tick, at: at(0.25)) == [.open(twin, .rate115200)])
        let gone = PortError.gone(path: "/dev/ttyACM1")
        _ = link.handle(.openingFailed(gone), at: at(0.25))
        #expect(link.handle(.tick, at: at(0.5)) == [.open(board, .rate115200)])
        #expect(link.handle(.openingFailed(busy), at: at(0.5)).isEmpty)
        #expect(link.deadline == at(1))
    }

    @Test func speedsAreTriedInOrderAndThenThePortIsLeftAlone() {
        var link = PortLink(.anyBoard)
        #expect(link.handle(.appeared(bridge), at: at(0)) == [.open(bridge, .rate115200)])
        _ = link.handle(.opened, at: at(0))
        #expect(
            link.handle(.notRecognised, at: at(5)) == [.close, .open(bridge, .rate57600)])
        _ = link.handle(.opened, at: at(5))
        #expect(
            link.handle(.notRecognised, at: at(10)) == [
                .close, .say(.notABoard(node: "/dev/ttyUSB0")),
            ])
        #expect(link.state == .waiting)
        #expect(link.handle(.changed(bridge), at: at(11)).isEmpty)
        _ = link.handle(.vanished(bridge.stableKey), at: at(12))
        #expect(link.handle(.appeared(bridge), at: at(13)) == [.open(bridge, .rate115200)])
    }

    /// Opening an Arduino resets it: one that is none of ours is not opened again and again.
    @Test func aStrangersPortIsLeftAloneUntilItIsReplugged() {
        var link = PortLink(.key(bridge.stableKey))
        _ = link.handle(.appeared(bridge), at: at(0))
        _ = link.handle(.opened, at: at(0))
        let notice = PortLinkAction.say(.notABoard(node: bridge.node))
        #expect(link.handle(.refused, at: at(5)) == [.close, notice])
        #expect(link.state == .waiting)
        #expect(link.deadline == nil)
        #expect(link.handle(.changed(bridge), at: at(6)).isEmpty)
        #expect(link.handle(.tick, at: at(15)).isEmpty)
        _ = link.handle(.vanished(bridge.stableKey), at: at(20))
        #expect(link.handle(.appeared(bridge), at: at(21)) == [.open(bridge, .rate115200)])
    }

    @Test func namedPortIsTriedAgainAfterItWasNoBoard() {
        var link = PortLink(.path("/dev/ttyUSB0"))
        _ = link.handle(.appeared(bridge), at: at(0))
        _ = link.handle(.opened, at: at(0))
        _ = link.handle(.refused, at: at(5))
        #expect(link.deadline == at(10))
        #expect(link.handle(.tick, at: at(10)) == [.open(bridge, .rate115200)])
    }

    /// The user has named the first, the second's id is a board's own.
    @Test(arguments: [false, true])
    func portTriedAgainIsCalledNoBoardOnce(_ isNamed: Bool) {
        let port = isNamed ? bridge : board
        var link = PortLink(isNamed ? .path("/dev/ttyUSB0") : .key(board.stableKey))
        let notice = PortLinkAction.say(.notABoard(node: port.node))
        _ = link.handle(.appeared(port), at: at(0))
        _ = link.handle(.opened, at: at(0))
        #expect(link.handle(.refused, at: at(5)) == [.close, notice])
        for second in [10.0, 20, 30] {
            #expect(link.handle(.tick, at: at(second)) == [.open(port, .rate115200)])
            _ = link.handle(.opened, at: at(second))
            #expect(link.handle(.refused, at: at(second + 5)) == [.close])
        }
        // Neither an opening that fails nor an end of reading makes it news.
        _ = link.handle(.tick, at: at(40))
        _ = link.handle(.openingFailed(.busy(path: port.node, holder: nil)), at: at(40))
        _ = link.handle(.tick, at: at(41))
        _ = link.handle(.opened, at: at(41))
        #expect(link.handle(.readingEnded(.failed(errno: 5)), at: at(42)) == [.close])
        _ = link.handle(.tick, at: at(43))
        _ = link.handle(.opened, at: at(43))
        #expect(link.handle(.refused, at: at(48)) == [.close])
        // Being recognised does, and so does a replug.
        _ = link.handle(.vanished(port.stableKey), at: at(50))
        _ = link.handle(.appeared(port), at: at(51))
        _ = link.handle(.opened, at: at(51))
        #expect(link.handle(.refused, at: at(56)) == [.close, notice])
        _ = link.handle(.tick, at: at(61))
        _ = link.handle(.opened, at: at(61))
        _ = link.handle(.bytesArrived, at: at(62))
        #expect(link.handle(.recognised, at: at(62)) == [.beginSession(port)])
        _ = link.handle(.readingEnded(.failed(errno: 5)), at: at(63))
        _ = link.handle(.tick, at: at(64))
        _ = link.handle(.opened, at: at(64))
        #expect(link.handle(.refused, at: at(69)) == [.close, notice])
    }

    @Test func boardReadAtItsSecondSpeedComesBackAtIt() {
        var link = PortLink(.anyBoard)
        _ = link.handle(.appeared(bridge), at: at(0))
        _ = link.handle(.opened, at: at(0))
        _ = link.handle(.notRecognised, at: at(5))
        _ = link.handle(.opened, at: at(5))
        _ = link.handle(.bytesArrived, at: at(6))
        _ = link.handle(.recognised, at: at(6))
        _ = link.handle(.vanished(bridge.stableKey), at: at(7))
        #expect(link.handle(.appeared(bridge), at: at(8)) == [.open(bridge, .rate57600)])
    }

    @Test func strongestClaimIsTriedFirst() {
        var link = PortLink(.anyBoard)
        _ = link.handle(.appeared(bridge), at: at(0))
        _ = link.handle(.openingFailed(.gone(path: "/dev/ttyUSB0")), at: at(0))
        _ = link.handle(.appeared(board), at: at(0.1))
        #expect(link.handle(.tick, at: at(0.25)) == [.open(board, .rate115200)])
    }

    @Test func stoppingClosesWhatIsOpenAndNothingFollows() {
        var link = streaming()
        #expect(link.handle(.stop, at: at(3)) == [.close])
        #expect(link.handle(.appeared(board), at: at(4)).isEmpty)
        #expect(link.deadline == nil)
        var idle = PortLink(.anyBoard)
        #expect(idle.handle(.stop, at: at(0)).isEmpty)
    }

    /// Every event in every state that is reached by a seeded walk: never two ports open, never a
    /// close without an open, and the deadline always moves on.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func openAndCloseAlternateWhateverHappens(_ seed: UInt64) {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func draw(_ count: UInt64) -> Int {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return Int(random % count)
        }
        var link = PortLink([.anyBoard, .path("/dev/ttyUSB0"), .key(board.stableKey)][draw(3)])
        let error = PortError.gone(path: "/dev/ttyACM0")
        var isOpen = false
        var now = 0.0
        for _ in 0..<300 {
            let port = draw(2) == 0 ? board : bridge
            let events: [PortLinkEvent] = [
                .appeared(port), .changed(port), .vanished(port.stableKey), .opened,
                .openingFailed(error), .openingFailed(.notATerminal(path: "/dev/ttyACM0")),
                .bytesArrived, .recognised, .notRecognised, .refused, .readingEnded(.removed),
                .readingEnded(.failed(errno: 5)), .readingEnded(.stopped), .tick,
            ]
            let event = events[draw(UInt64(events.count))]
            now += Double(draw(40)) * 0.1
            let wasOpening = if case .opening = link.state { true } else { false }
            // What cannot happen is not told: an answer needs a question.
            if case .openingFailed = event, !wasOpening { continue }
            if case .openingFailed = event { isOpen = false }
            for action in link.handle(event, at: at(now)) {
                switch action {
                case .open:
                    #expect(!isOpen)
                    isOpen = true
                case .close:
                    #expect(isOpen)
                    isOpen = false
                default: break
                }
            }
            #expect(isOpen == link.state.isOpen)
            if event == .tick, let deadline = link.deadline { #expect(deadline > at(now)) }
        }
    }
}
