/// Why events did not leave. Each text is one line: what, where, remedy. None carries a payload,
/// a password or a token.
public enum PublishingError: Error, Equatable, Sendable {
    /// Nobody answers at this address. `broker` is the address without user and password.
    case brokerUnreachable(broker: String)
    case connectionLost(broker: String)
    case loginRefused(broker: String)
    /// The credentials were good and have run out while connected.
    case loginExpired(broker: String)
    /// The credentials were good and were taken back while connected.
    case loginRevoked(broker: String)
    /// The connection could not be made private.
    case secureConnectionFailed(broker: String, SecureConnectionFailure)
    /// The broker does not speak NATS as it is written down.
    case protocolBroken(broker: String)
    /// Credentials or a certificate cannot be read on this machine.
    case credentialsUnusable(path: String)
    case streamMissing(stream: String, broker: String, agent: String)
    /// The subject belongs to another stream than the agent's own.
    case wrongStream(expected: String, subject: String)
    case notPermitted(subject: String, broker: String)
    case subscriptionNotPermitted(subject: String, broker: String)
    case eventTooLarge(id: String, bytes: Int, bytesMax: Int)
    case acknowledgementTimedOut(broker: String, seconds: Double)
    /// Another publisher wrote into the stream; the order must be asked for anew.
    case orderLost(stream: String)
    /// The stream holds other bytes under an event's id: somebody else wrote them there, and the
    /// broker takes ours for their repetition.
    case idTaken(id: String, stream: String)
    case refused(code: Int, reason: String)
    case brokerURLInvalid(reason: String)
    case agentNameInvalid(String)
    /// The reader of the output went away (EPIPE).
    case outputClosed(path: String)
    /// No space is left for the output (ENOSPC, EDQUOT).
    case outputFull(path: String)
    case outputFailed(path: String, cause: String)
    /// The outbox itself could not be read or marked.
    case outboxFailed(cause: String)

    /// True when the broker, or we, will not have this connection as it is: asking again soon
    /// would be a nuisance to the one and a noise in the log of the other.
    public var refusesConnection: Bool {
        switch self {
        case .loginRefused, .loginRevoked, .secureConnectionFailed, .credentialsUnusable: true
        default: false
        }
    }

    /// True when trying again cannot help until someone changes something.
    public var needsOperator: Bool {
        switch self {
        case .brokerUnreachable, .connectionLost, .acknowledgementTimedOut, .orderLost: false
        case .refused, .loginExpired, .protocolBroken: false
        case .loginRevoked, .secureConnectionFailed, .credentialsUnusable: true
        case .subscriptionNotPermitted: true
        case .loginRefused, .streamMissing, .wrongStream, .notPermitted, .eventTooLarge: true
        case .idTaken: true
        case .brokerURLInvalid, .agentNameInvalid: true
        case .outputClosed, .outputFull, .outputFailed, .outboxFailed: true
        }
    }
}
