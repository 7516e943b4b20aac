import CNATS
import Publishing

/// The client library's options for one connection.
enum ConnectionOptions {
    static let connectMilliseconds: Int64 = 2_000

    /// What leaves no cipher usable but those of TLS 1.3: 3.4.1 has no switch for the version and
    /// would take 1.2. The two named need a pre-shared key, and there is none.
    private static let ciphersBefore13 = "PSK+CHACHA20"
    private static let suitesOf13 =
        "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"

    /// - Returns: why it cannot be done, or nil.
    static func set(
        _ options: OpaquePointer, _ settings: BrokerSettings
    ) -> PublishingError? {
        let plain: [natsStatus] = [
            natsOptions_SetURL(options, settings.broker.complete),
            natsOptions_SetName(options, "healthypi-agent \(settings.agent)"),
            natsOptions_SetTimeout(options, connectMilliseconds),
            natsOptions_SetAllowReconnect(options, false),
            natsOptions_SetMaxReconnect(options, 0),
            natsOptions_SetReconnectBufSize(options, 0),
            natsOptions_SetIgnoreDiscoveredServers(options, true),
            natsOptions_SetPingInterval(options, 10_000),
            natsOptions_SetMaxPingsOut(options, 2),
            natsOptions_SetWriteDeadline(options, 5_000),
            // Else a thread of the library waits a millisecond for more before it writes.
            natsOptions_SetSendAsap(options, true),
        ]
        guard plain.allSatisfy({ $0 == NATS_OK }) else {
            return .brokerURLInvalid(reason: "the NATS client library does not take it")
        }
        return secure(options, settings)
    }

    private static func secure(
        _ options: OpaquePointer, _ settings: BrokerSettings
    ) -> PublishingError? {
        guard settings.security != nil || settings.broker.isSecure else { return nil }
        let always: [natsStatus] = [
            natsOptions_SetSecure(options, true),
            natsOptions_SetCiphers(options, ciphersBefore13),
            natsOptions_SetCipherSuites(options, suitesOf13),
            natsOptions_SetExpectedHostname(
                options, settings.security?.hostName ?? settings.broker.host),
        ]
        guard always.allSatisfy({ $0 == NATS_OK }) else {
            return .secureConnectionFailed(
                broker: settings.broker.description,
                .other("the client library cannot be held to TLS 1.3"))
        }
        guard let security = settings.security else { return nil }
        guard
            natsOptions_LoadCATrustedCertificates(options, security.authorityFile) == NATS_OK
        else { return .credentialsUnusable(path: security.authorityFile) }
        guard let own = security.ownCertificate else { return nil }
        guard
            natsOptions_LoadCertificatesChain(options, own.certificateFile, own.keyFile)
                == NATS_OK
        else { return .credentialsUnusable(path: own.certificateFile) }
        return nil
    }

    /// - Parameter signer: kept alive by the caller while it connects.
    static func login(
        _ options: OpaquePointer, _ login: BrokerLogin, _ signer: NonceSigner?
    ) -> PublishingError? {
        switch login {
        case .address: return nil
        case .credentialsFile(let path):
            let status = natsOptions_SetUserCredentialsFromFiles(options, path, nil)
            return status == NATS_OK ? nil : .credentialsUnusable(path: path)
        case .nkey(let nkey):
            let status = natsOptions_SetNKey(
                options, nkey.publicKey, signNonce,
                signer.map { Unmanaged.passUnretained($0).toOpaque() })
            return status == NATS_OK ? nil : .credentialsUnusable(path: "NKey")
        }
    }
}
