import Acquisition
import DeviceProtocols

/// An open way to a device, from the first byte to the last: first it is found out what is there,
/// then its bytes go to a board, or requests to its control port.
final class LiveConnection {
    enum Phase {
        case sniffing
        case streaming(LiveBoard)
        case control
        case refused
    }

    /// What taking the next bytes came to.
    enum Step {
        case nothing
        /// The bytes were held back until it was known what they are.
        case recognised(BoardProfile, held: [ArrivedBytes])
        case bytes(LiveBoard, [ArrivedBytes])
        /// Nobody's frames, at this speed.
        case unknown(why: String)
        /// Known, and of no use here.
        case refused(why: String)
        /// The control port of a HealthyPi 6 has begun the stream.
        case streamStarted
        case ended(LinkEnding)
    }

    /// For people.
    let place: String
    let link: any ByteLink
    private(set) var phase = Phase.sniffing
    private(set) var byteCount = 0
    /// What would be said of the bytes if no more came.
    private(set) var lastWord = "too few bytes to say what sent them"
    private let opened: Double
    /// Asking what is there is allowed: some boards send back what they are sent.
    private let mayAsk: Bool
    /// A board may begin with what it could not send for hours: its first seconds are let go.
    private let discardUntil: Double
    private var recogniser: BoardRecogniser
    private var held: [ArrivedBytes] = []
    private var heldCount = 0
    private var control = StreamControl()

    /// A board of which several are possible has said what it is by then, or never will.
    private static let recognitionMax = 12.0
    private let patience: Double
    private static let heldMax = 2_097_152
    /// Fewer bytes than any board sends in a second.
    private static let saysNothing = 512
    /// A device that has said nothing for so long is asked, if that is allowed.
    private static let askAfter = 1.0

    init(
        place: String, link: any ByteLink, board: Board?, mayAsk: Bool, patience: Double,
        discardSeconds: Double, at now: Double
    ) {
        self.place = place
        self.link = link
        self.patience = patience
        self.mayAsk = mayAsk
        opened = now
        discardUntil = now + discardSeconds
        recogniser = BoardRecogniser(expecting: board)
    }

    func stream(to board: LiveBoard) {
        phase = .streaming(board)
        held.removeAll()
    }

    func refuse() {
        phase = .refused
        held.removeAll()
    }

    func close() { link.close() }

    /// - Parameter onBytes: gets what came, as it came.
    func step(
        at now: Double, onBytes: ([UInt8]) throws -> Void = { _ in }
    ) rethrows -> Step {
        let arrived = link.take()
        for chunk in arrived {
            byteCount += chunk.bytes.count
            try onBytes(chunk.bytes)
        }
        switch phase {
        case .streaming(let board):
            if !arrived.isEmpty { return .bytes(board, arrived) }
        case .sniffing:
            let step = sniff(arrived, at: now)
            if case .nothing = step { break }
            return step
        case .control:
            let step = converse(arrived, at: now)
            if case .nothing = step { break }
            return step
        case .refused: break
        }
        return link.ending.map { .ended($0) } ?? .nothing
    }

    /// No more bytes will be waited for: what came is judged as it is.
    func concluded(at now: Double) -> Step {
        let step = step(at: now) { _ in }
        guard case .nothing = step, case .sniffing = phase, let first = held.first,
            let last = held.last,
            case .recognised(let profile) = recogniser.recognition(
                isComplete: true, seconds: last.seconds - first.seconds)
        else { return step }
        return .recognised(profile, held: held)
    }

    /// Asks a HealthyPi 6 to be silent before its port is closed.
    func askToStop() {
        guard case .control = phase else { return }
        link.write(control.stop())
    }

    private func sniff(_ arrived: [ArrivedBytes], at now: Double) -> Step {
        for chunk in arrived where chunk.seconds >= discardUntil {
            if control.isAnswer(chunk.bytes) {
                phase = .control
                held.removeAll()
                return converse([], at: now)
            }
            recogniser.process(chunk.bytes[...])
            held.append(chunk)
            heldCount += chunk.bytes.count
        }
        guard let first = held.first, let last = held.last else {
            ask(at: now)
            return .nothing
        }
        // A line of text at the start says nothing of what is there.
        if heldCount < Self.saysNothing { ask(at: now) }
        let waited = now - first.seconds
        let isFull = heldCount > Self.heldMax
        let recognition = recogniser.recognition(
            isComplete: waited > patience || isFull, seconds: last.seconds - first.seconds)
        return judge(recognition, isComplete: waited > Self.recognitionMax || isFull)
    }

    private func judge(_ recognition: BoardRecognition, isComplete: Bool) -> Step {
        switch recognition {
        case .undecided: return isComplete ? .unknown(why: lastWord) : .nothing
        case .recognised(let profile): return .recognised(profile, held: held)
        case .ambiguous(let boards, _): lastWord = DeviceProblem.ambiguous(boards).text
        case .refused(let what, let remedy):
            lastWord = DeviceProblem.refused(what: what, remedy: remedy).text
        case .unknown(let evidence):
            lastWord = DeviceProblem.noFrames(evidence: evidence).text
            return .unknown(why: lastWord)
        }
        return isComplete ? .refused(why: lastWord) : .nothing
    }

    /// Nothing has come yet.
    private func ask(at now: Double) {
        guard mayAsk, now - opened > Self.askAfter else { return }
        if let request = control.echoDue(at: now) { link.write(request) }
    }

    private func converse(_ arrived: [ArrivedBytes], at now: Double) -> Step {
        var hasStarted = false
        for chunk in arrived where control.take(chunk.bytes) { hasStarted = true }
        if let request = control.requestDue(at: now) { link.write(request) }
        return hasStarted ? .streamStarted : .nothing
    }
}
