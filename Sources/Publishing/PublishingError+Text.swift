extension PublishingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .brokerUnreachable, .connectionLost, .loginRefused, .acknowledgementTimedOut:
            connectionText
        case .streamMissing, .wrongStream, .notPermitted, .eventTooLarge, .orderLost, .refused:
            streamText
        case .brokerURLInvalid, .agentNameInvalid: argumentText
        case .outputClosed, .outputFull, .outputFailed, .outboxFailed: outputText
        }
    }

    private var connectionText: String {
        switch self {
        case .brokerUnreachable(let broker):
            "Cannot reach the broker (\(broker)): nobody answers. Start nats-server with JetStream "
                + "there, or correct --broker."
        case .loginRefused(let broker):
            "Cannot log in to the broker (\(broker)): it refused the credentials. Correct them in "
                + "--broker or in the broker's configuration."
        case .acknowledgementTimedOut(let broker, let seconds):
            "No acknowledgement from the broker (\(broker)) within \(seconds) s. Events wait in "
                + "the outbox; look at the broker's disk and load."
        default:
            "Lost the connection to the broker (\(broker)). Events wait in the outbox until it is "
                + "back."
        }
    }

    private var streamText: String {
        switch self {
        case .streamMissing(let stream, let broker, let agent):
            "The broker (\(broker)) has no stream \(stream). Make it with: healthypi-warden broker "
                + "provision --broker \(broker)\(agent == "healthypi" ? "" : " --agent \(agent)")"
        case .wrongStream(let expected, let subject):
            "The subject \(subject) is not stored in the stream \(expected) but in another. Remove "
                + "the other stream's overlapping subjects, or use another --agent name."
        case .notPermitted(let subject, let broker):
            "The broker (\(broker)) does not permit publishing on \(subject). Allow it for this "
                + "user in the broker's configuration."
        case .eventTooLarge(let id, let bytes, let bytesMax):
            "Event \(id) has \(bytes) bytes, the broker takes \(bytesMax) at most. Raise the "
                + "broker's max_payload."
        case .orderLost(let stream):
            "The stream \(stream) has moved on without this agent. Let one agent only use one name."
        case .refused(let code, let reason):
            "The broker refused (code \(code)): \(reason). Look at its log."
        default: ""
        }
    }

    private var argumentText: String {
        switch self {
        case .brokerURLInvalid(let reason):
            "The broker's address is not valid: \(reason). Write it as nats://HOST:PORT."
        case .agentNameInvalid(let name):
            "The agent name \"\(name)\" is not valid. Use 1 to 64 of A-Z a-z 0-9 _ and -."
        default: ""
        }
    }

    private var outputText: String {
        switch self {
        case .outputClosed(let path):
            "Cannot write events (\(path)): its reader has gone away. Keep the reading program "
                + "running, or write to a file."
        case .outputFull(let path):
            "Cannot write events (\(path)): no space left. Free some, or write elsewhere."
        case .outputFailed(let path, let cause):
            "Cannot write events (\(path)): \(cause). Choose another place to write to."
        case .outboxFailed(let cause):
            "Cannot use the outbox: \(cause)"
        default: ""
        }
    }

    private var broker: String {
        switch self {
        case .brokerUnreachable(let broker), .connectionLost(let broker),
            .loginRefused(let broker), .acknowledgementTimedOut(let broker, _):
            broker
        default: ""
        }
    }
}
