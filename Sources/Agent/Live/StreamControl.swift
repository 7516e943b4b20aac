import DeviceProtocols

/// Begins a HealthyPi 6's stream over its control port, and looks after it: firmware 1.0.0 sends
/// nothing until it is asked to.
///
/// Whoever holds it writes what `echoDue` and `requestDue` give to the port, and hands over what
/// comes from there.
struct StreamControl {
    private var client = SMPClient()
    /// When the request in flight was last sent.
    private var sent: Double?
    private var nextLook = 0.0
    private var isKnown = false
    private var isStarted = false

    /// An answer takes milliseconds; a request that is lost is asked again after this.
    private static let answerWithin = 1.0
    /// A board that was reset in between forgets that it was asked.
    private static let lookEvery = 1.5
    private static let greeting = "healthypi-agent"

    /// Asks whether this is a control port at all.
    mutating func echoDue(at now: Double) -> [UInt8]? {
        due(at: now) ?? (client.isIdle ? submit(.osEcho(Self.greeting), at: now) : nil)
    }

    /// Whether these bytes are an answer to that; once they are, the stream is asked for.
    mutating func isAnswer(_ bytes: [UInt8]) -> Bool {
        guard sent != nil else { return false }
        for case .answered(.osEcho, .echo(let text)) in client.received(bytes[...])
        where text == Self.greeting {
            isKnown = true
        }
        if isKnown { sent = nil }
        return isKnown
    }

    /// What is to be written next, if anything is.
    mutating func requestDue(at now: Double) -> [UInt8]? {
        if let again = due(at: now) { return again }
        guard client.isIdle, now >= nextLook else { return nil }
        nextLook = now + Self.lookEvery
        return submit(
            isStarted ? .streamStatus : .streamStart(channels: [.ecg, .ppg], annotations: 0),
            at: now)
    }

    /// Takes what came from the port.
    ///
    /// - Returns: whether the stream has begun with this.
    mutating func take(_ bytes: [UInt8]) -> Bool {
        var hasBegun = false
        for case .answered(let request, let response) in client.received(bytes[...]) {
            sent = nil
            switch (request, response) {
            case (.streamStart, .done):
                hasBegun = !isStarted
                isStarted = true
            case (.streamStatus, .streamStatus(let status)):
                if !status.isActive { isStarted = false }
            default: break
            }
        }
        return hasBegun
    }

    /// The request to be silent again; its answer is not waited for.
    func stop() -> [UInt8] { SMPEncoder.lines(SMPRequest.streamStop.frame(sequence: 255)) }

    private mutating func due(at now: Double) -> [UInt8]? {
        guard let sent, now - sent > Self.answerWithin else { return nil }
        return bytes(of: client.timedOut(), at: now)
    }

    private mutating func submit(_ request: SMPRequest, at now: Double) -> [UInt8]? {
        bytes(of: client.submit(request), at: now)
    }

    private mutating func bytes(of actions: [SMPClient.Action], at now: Double) -> [UInt8]? {
        var bytes: [UInt8] = []
        for case .write(let piece) in actions { bytes += piece }
        sent = client.isIdle ? nil : now
        return bytes.isEmpty ? nil : bytes
    }
}
