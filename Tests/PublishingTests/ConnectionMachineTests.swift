import Publishing
import TestKit
import Testing

@Suite struct ConnectionMachineTests {
    private let gone = PublishingError.connectionLost(broker: "b")
    private let revoked = PublishingError.loginRevoked(broker: "b")

    private func machine(seed: UInt64 = 1) -> ConnectionMachine {
        ConnectionMachine(generator: SeededGenerator(seed: seed))
    }

    private func seconds(_ action: ConnectionMachine.Action) -> Double? {
        if case .wait(let seconds) = action { seconds } else { nil }
    }

    // Ceilings 0.5, 1, 2, … 30 s, each wait in its upper half, and 0.5 s at least.
    @Test func theWaitDoublesToHalfAMinuteAndStartsAfreshOnceConnected() throws {
        var machine = machine()
        #expect(machine.handle(.started) == .connect)
        for ceiling in [0.5, 1, 2, 4, 8, 16, 30, 30] {
            let wait = try #require(seconds(machine.handle(.failed(gone))))
            #expect((max(ceiling / 2, 0.5)...ceiling).contains(wait))
            #expect(machine.state == .waiting(because: gone))
            #expect(machine.handle(.waited) == .connect)
        }
        #expect(machine.handle(.connected) == .hold)
        #expect(try #require(seconds(machine.handle(.failed(gone)))) == 0.5)
    }

    @Test(arguments: [
        PublishingError.loginRefused(broker: "b"), .loginRevoked(broker: "b"),
        .secureConnectionFailed(broker: "b", .authorityUnknown),
        .credentialsUnusable(path: "p"),
    ])
    func whoWasRefusedAsksOnceAMinute(_ error: PublishingError) throws {
        var machine = machine()
        _ = machine.handle(.started)
        for _ in 0..<5 {
            let wait = try #require(seconds(machine.handle(.failed(error))))
            #expect((45...60).contains(wait))
            #expect(machine.handle(.waited) == .connect)
        }
    }

    @Test func aLoginThatWasGoodBeforeWasRevoked() {
        var machine = machine()
        _ = machine.handle(.started)
        _ = machine.handle(.failed(.loginRefused(broker: "b")))
        #expect(machine.state == .waiting(because: .loginRefused(broker: "b")))
        _ = machine.handle(.connected)
        _ = machine.handle(.failed(.loginRefused(broker: "b")))
        #expect(machine.state == .waiting(because: revoked))
    }

    @Test func expiredCredentialsAreReadAgainSoon() throws {
        var machine = machine()
        _ = machine.handle(.started)
        _ = machine.handle(.connected)
        #expect(try #require(seconds(machine.handle(.failed(.loginExpired(broker: "b"))))) <= 1)
    }

    @Test func newCredentialsEndTheWaitAndReplaceWhatHolds() {
        var machine = machine()
        #expect(machine.handle(.credentialsChanged) == .hold)
        _ = machine.handle(.started)
        _ = machine.handle(.failed(revoked))
        #expect(machine.handle(.credentialsChanged) == .connect)
        _ = machine.handle(.connected)
        #expect(machine.handle(.credentialsChanged) == .connect)
    }

    @Test func whatComesOutOfTurnChangesNothing() {
        var machine = machine()
        #expect(machine.handle(.waited) == .hold)
        _ = machine.handle(.started)
        #expect(machine.handle(.started) == .hold)
        _ = machine.handle(.connected)
        #expect(machine.handle(.waited) == .hold)
        #expect(machine.state == .connected)
    }

    @Test func stoppedIsForGood() {
        var machine = machine()
        _ = machine.handle(.started)
        #expect(machine.handle(.stopRequested) == .stop)
        for event in [
            ConnectionMachine.Event.started, .connected, .failed(gone), .waited,
            .credentialsChanged, .stopRequested,
        ] {
            #expect(machine.handle(event) == .stop)
        }
    }

    @Test func oneSeedOneJitter() {
        var (one, same, other) = (machine(), machine(), machine(seed: 2))
        for machine in [one.handle(.started), same.handle(.started), other.handle(.started)] {
            #expect(machine == .connect)
        }
        for _ in 0..<3 { _ = one.handle(.failed(gone)) }
        for _ in 0..<3 { _ = same.handle(.failed(gone)) }
        for _ in 0..<3 { _ = other.handle(.failed(gone)) }
        let last = one.handle(.failed(gone))
        #expect(last == same.handle(.failed(gone)))
        #expect(last != other.handle(.failed(gone)))
    }
}
