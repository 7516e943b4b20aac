/// The host's side of the control port, without I/O and without a clock: what happened goes in,
/// what is to be done comes out. One request is in flight at a time, as the device wants it.
public struct SMPClient: Sendable {
    public enum Action: Equatable, Sendable {
        /// These bytes are to be written to the port, all of them.
        case write([UInt8])
        /// If nothing is said for a while, `timedOut` is to be called. Begins anew with each.
        case awaitAnswer
        case answered(SMPRequest, SMPResponse)
        /// It was asked so often, and nothing came.
        case gaveUp(SMPRequest, attempts: Int)
        /// More requests wait than may.
        case refused(SMPRequest)
    }

    private struct Flight: Equatable {
        let request: SMPRequest
        let sequence: UInt8
        var attempts = 1
    }

    private let attemptsMax: Int
    private let version: SMPFrame.Version
    private var inFlight: Flight?
    private var waiting: [SMPRequest] = []
    private var sequence: UInt8 = 0
    private var decoder = SMPLineDecoder()

    private static let waitingMax = 16

    /// - Parameter attempts: how often a request is sent before it is given up.
    public init(attempts: Int = 3, version: SMPFrame.Version = .two) {
        precondition(attempts >= 1, "A request is sent once at least.")
        attemptsMax = attempts
        self.version = version
    }

    public var isIdle: Bool { inFlight == nil && waiting.isEmpty }

    public mutating func submit(_ request: SMPRequest) -> [Action] {
        guard waiting.count < Self.waitingMax else { return [.refused(request)] }
        waiting.append(request)
        return inFlight == nil ? sendNext() : []
    }

    /// Bytes came from the port. An answer to anything but the request in flight is passed over.
    public mutating func received(_ bytes: ArraySlice<UInt8>) -> [Action] {
        var frames: [SMPFrame] = []
        decoder.decode(bytes, into: &frames)
        var actions: [Action] = []
        for frame in frames {
            guard let flight = inFlight, Self.answers(frame, flight) else { continue }
            inFlight = nil
            actions.append(
                .answered(flight.request, SMPResponse(frame.body, to: flight.request)))
            actions += sendNext()
        }
        return actions
    }

    /// Nothing was said for as long as the caller waits.
    public mutating func timedOut() -> [Action] {
        guard var flight = inFlight else { return [] }
        guard flight.attempts < attemptsMax else {
            inFlight = nil
            return [.gaveUp(flight.request, attempts: flight.attempts)] + sendNext()
        }
        flight.attempts += 1
        inFlight = flight
        return send(flight)
    }

    private mutating func sendNext() -> [Action] {
        guard !waiting.isEmpty else { return [] }
        let flight = Flight(request: waiting.removeFirst(), sequence: sequence)
        sequence &+= 1
        inFlight = flight
        return send(flight)
    }

    private func send(_ flight: Flight) -> [Action] {
        let frame = flight.request.frame(sequence: flight.sequence, version: version)
        return [.write(SMPEncoder.lines(frame)), .awaitAnswer]
    }

    private static func answers(_ frame: SMPFrame, _ flight: Flight) -> Bool {
        frame.sequence == flight.sequence && frame.group == flight.request.group
            && frame.command == flight.request.command
            && frame.operation == flight.request.operation.response
    }
}
