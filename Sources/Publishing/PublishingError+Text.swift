extension PublishingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .brokerUnreachable, .connectionLost, .loginRefused, .acknowledgementTimedOut,
            .protocolBroken:
            connectionText
        case .loginExpired, .loginRevoked, .credentialsUnusable: loginText
        case .secureConnectionFailed(let broker, let failure):
            "No private connection to the broker (\(broker)): \(failure.remedy)"
        case .streamMissing, .wrongStream, .notPermitted, .subscriptionNotPermitted,
            .eventTooLarge, .orderLost, .idTaken, .refused:
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
        case .protocolBroken(let broker):
            "What answers as the broker (\(broker)) does not speak NATS. Correct --broker, or look "
                + "at what listens there."
        default:
            "Lost the connection to the broker (\(broker)). Events wait in the outbox until it is "
                + "back."
        }
    }

    private var loginText: String {
        switch self {
        case .loginExpired(let broker):
            "The broker (\(broker)) ended the connection: the credentials have expired. Renew "
                + "them; events wait in the outbox."
        case .loginRevoked(let broker):
            "The broker (\(broker)) ended the connection: the credentials were revoked. Provide "
                + "new ones; events wait in the outbox."
        case .credentialsUnusable(let path):
            "Cannot use the credentials (\(path)): they cannot be read or are not what they "
                + "should be. Correct the file or its mode."
        default: ""
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
        case .subscriptionNotPermitted(let subject, let broker):
            "The broker (\(broker)) does not permit subscribing to \(subject). Allow it for this "
                + "user in the broker's configuration."
        case .eventTooLarge(let id, let bytes, let bytesMax):
            "Event \(id) has \(bytes) bytes, the broker takes \(bytesMax) at most. Raise the "
                + "broker's max_payload."
        case .orderLost(let stream):
            "The stream \(stream) has moved on without this agent. Let one agent only use one name."
        case .idTaken(let id, let stream):
            "The stream \(stream) holds something else under the id of event \(id), and so does not "
                + "take the event: somebody wrote into it under this agent's name. The event waits "
                + "in the outbox; find out who may publish there."
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

extension SecureConnectionFailure {
    /// What is wrong and what to do, to follow a colon.
    var remedy: String {
        switch self {
        case .notOffered: "it offers no TLS. Switch TLS on in its configuration."
        case .versionTooOld:
            "it speaks no TLS 1.3. Set min_version: \"1.3\" in its configuration."
        case .authorityUnknown:
            "its certificate is not signed by the authority we trust. Correct the CA file."
        case .hostNameDiffers:
            "its certificate is for another host. Correct the host name or the certificate."
        case .certificateExpired: "its certificate has expired. Renew it."
        case .ownCertificateRefused:
            "it did not take our certificate. Renew it, or name one in the settings."
        case .other(let cause): "\(cause). Look at the broker's log."
        }
    }
}
