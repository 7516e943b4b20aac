import CNATS
import Publishing

/// What it means that no connection came to be.
enum ConnectFailure {
    static func error(
        _ status: natsStatus, _ text: String, _ settings: BrokerSettings
    ) -> PublishingError {
        let broker = settings.broker.description
        let isSecure = settings.security != nil || settings.broker.isSecure
        switch status {
        case NATS_CONNECTION_AUTH_FAILED: return .loginRefused(broker: broker)
        case NATS_SSL_ERROR: return .secureConnectionFailed(broker: broker, failure(text))
        case NATS_SECURE_CONNECTION_WANTED:
            return .secureConnectionFailed(broker: broker, .notOffered)
        case NATS_SECURE_CONNECTION_REQUIRED:
            return .secureConnectionFailed(
                broker: broker, .other("it wants TLS and the address says nats://"))
        case NATS_NO_SERVER, NATS_TIMEOUT, NATS_STALE_CONNECTION:
            return .brokerUnreachable(broker: broker)
        case NATS_IO_ERROR, NATS_CONNECTION_CLOSED:
            // After a handshake of TLS 1.3 the broker looks at our certificate, and hangs up.
            return isSecure
                ? .secureConnectionFailed(broker: broker, .ownCertificateRefused)
                : .brokerUnreachable(broker: broker)
        case NATS_PROTOCOL_ERROR:
            // Hung up without a word: a broker that reads its configuration anew does so to who is
            // just coming in.
            guard text.hasSuffix("got ''") else { return .protocolBroken(broker: broker) }
            return isSecure
                ? .secureConnectionFailed(broker: broker, .ownCertificateRefused)
                : .connectionLost(broker: broker)
        case NATS_LINE_TOO_LONG: return .protocolBroken(broker: broker)
        default:
            return .refused(
                code: Int(status.rawValue), reason: String(cString: natsStatus_GetText(status)))
        }
    }

    /// From OpenSSL's own words.
    private static func failure(_ text: String) -> SecureConnectionFailure {
        let words = text.lowercased()
        func says(_ parts: String...) -> Bool { parts.contains { words.contains($0) } }
        if says("expired") { return .certificateExpired }
        if says("hostname mismatch", "host name mismatch", "ip address mismatch") {
            return .hostNameDiffers
        }
        if says("issuer", "self-signed", "self signed", "unable to verify", "certificate verify") {
            return .authorityUnknown
        }
        // A broker without 1.3 finds no cipher of 1.2 in our offer, and says only so much.
        if says("protocol version", "unsupported protocol", "handshake failure") {
            return .versionTooOld
        }
        if says("alert") { return .ownCertificateRefused }
        return .other("the handshake failed")
    }
}
