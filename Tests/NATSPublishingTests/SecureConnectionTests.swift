import Foundation
import Publishing
import Synchronization
import TestKit
import Testing

@testable import NATSPublishing

/// What an attacker on the way, or a careless operator, could put in place of the broker.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SecureConnectionTests {
    /// A broker with TLS, and what a client needs for it.
    private struct Room {
        let authority: TestAuthority
        let server: NATSServer
        let file: ServerFile

        init(_ leafName: String = "IP:127.0.0.1", hasExpired: Bool = false, verify: Bool = false)
            throws
        {
            authority = try TestAuthority()
            let leaf = try authority.leaf(
                "server", alternativeName: leafName, hasExpired: hasExpired)
            file = try ServerFile(
                """
                tls { cert_file: "\(leaf.certificateFile)", key_file: "\(leaf.keyFile)"
                      ca_file: "\(authority.authorityFile)", min_version: "1.3", verify: \(verify) }
                """)
            server = try NATSServer(options: ["-c", file.path], root: packageRoot())
        }

        func settings(
            authority other: TestAuthority? = nil, hostName: String? = nil,
            own: BrokerSecurity.OwnCertificate? = nil
        ) throws -> BrokerSettings {
            BrokerSettings(
                broker: try BrokerURL("tls://127.0.0.1:\(server.port)"),
                security: BrokerSecurity(
                    authorityFile: (other ?? authority).authorityFile, hostName: hostName,
                    ownCertificate: own))
        }
    }

    private func failure(_ settings: BrokerSettings) -> PublishingError? {
        do throws(PublishingError) {
            _ = try BrokerConnection(settings)
            return nil
        } catch {
            return error
        }
    }

    private func refused(
        _ settings: BrokerSettings, _ why: SecureConnectionFailure
    ) -> PublishingError {
        .secureConnectionFailed(broker: settings.broker.description, why)
    }

    @Test func theRightBrokerIsSpokenToByAddressAndByName() throws {
        let room = try Room("IP:127.0.0.1,DNS:hub.test")
        #expect(try failure(room.settings()) == nil)
        let named = try Room("DNS:hub.test")
        #expect(try failure(named.settings(hostName: "hub.test")) == nil)
    }

    @Test("T1: a broker signed by another authority is refused")
    func wrongAuthority() throws {
        let room = try Room()
        let other = try TestAuthority()
        let settings = try room.settings(authority: other)
        #expect(failure(settings) == refused(settings, .authorityUnknown))
    }

    @Test("T1: a certificate for another host is refused")
    func wrongHost() throws {
        let room = try Room("DNS:other.test")
        let byAddress = try room.settings()
        #expect(failure(byAddress) == refused(byAddress, .hostNameDiffers))
        let byName = try room.settings(hostName: "hub.test")
        #expect(failure(byName) == refused(byName, .hostNameDiffers))
    }

    @Test("T1: an expired certificate is refused")
    func expired() throws {
        let room = try Room(hasExpired: true)
        let settings = try room.settings()
        #expect(failure(settings) == refused(settings, .certificateExpired))
    }

    @Test("T1: a broker that offers no TLS, or takes the offer back, is refused")
    func noTLS() throws {
        let authority = try TestAuthority()
        let server = try server()
        for scheme in ["tls", "nats"] {
            let settings = BrokerSettings(
                broker: try BrokerURL("\(scheme)://127.0.0.1:\(server.port)"),
                security: BrokerSecurity(authorityFile: authority.authorityFile))
            #expect(failure(settings) == refused(settings, .notOffered))
        }
    }

    @Test("T1: a broker that speaks TLS 1.2 only is refused")
    func downgraded() throws {
        let authority = try TestAuthority()
        let leaf = try authority.leaf("server", alternativeName: "IP:127.0.0.1")
        let upstream = try NATSServer.freePort()
        let tls12 = Process()
        tls12.executableURL = URL(filePath: "/usr/bin/openssl")
        tls12.arguments = [
            "s_server", "-accept", "127.0.0.1:\(upstream)", "-tls1_2", "-quiet", "-cert",
            leaf.certificateFile, "-key", leaf.keyFile,
        ]
        tls12.standardInput = Pipe()
        tls12.standardOutput = FileHandle.nullDevice
        tls12.standardError = FileHandle.nullDevice
        try tls12.run()
        defer {
            // It does not mind SIGTERM while a connection is open.
            kill(tls12.processIdentifier, SIGKILL)
            tls12.waitUntilExit()
        }
        let front = try LoopbackServer { connection in
            connection.write(#"INFO {"server_id":"x","max_payload":1024,"tls_required":true}"#)
            connection.write("\r\n")
            relay(connection, toPort: upstream)
        }
        let settings = BrokerSettings(
            broker: try BrokerURL("tls://127.0.0.1:\(front.port)"),
            security: BrokerSecurity(authorityFile: authority.authorityFile))
        #expect(failure(settings) == refused(settings, .versionTooOld))
    }

    @Test("T1: servers that a broker tells of are not connected to")
    func discoveredServers() async throws {
        let visitors = Mutex(0)
        let elsewhere = try LoopbackServer { connection in
            visitors.withLock { $0 += 1 }
            _ = connection.read()
        }
        let urls = "\"connect_urls\":[\"127.0.0.1:\(elsewhere.port)\"]"
        let front = try LoopbackServer { connection in
            connection.write(
                "INFO {\"server_id\":\"x\",\"max_payload\":1024,\"headers\":true,\(urls)}\r\n")
            var heard = ""
            while !heard.contains("PING\r\n"), let bytes = connection.read() {
                heard += String(decoding: bytes, as: UTF8.self)
            }
            connection.write("PONG\r\n")
            connection.cut()
        }
        let running = RunningLink(try BrokerURL("nats://127.0.0.1:\(front.port)"))
        // Lost and connected anew, three times over: always with the one that was named to us.
        for _ in 0..<3 {
            _ = await running.notice { if case .waiting = $0 { true } else { false } }
        }
        #expect(visitors.withLock { $0 } == 0)
        await running.stop()
    }

    @Test func aBrokerThatWantsOurCertificateGetsIt() throws {
        let room = try Room(verify: true)
        let without = try room.settings()
        #expect(failure(without) == refused(without, .ownCertificateRefused))
        let leaf = try room.authority.leaf("agent", alternativeName: "DNS:agent")
        let own = BrokerSecurity.OwnCertificate(
            certificateFile: leaf.certificateFile, keyFile: leaf.keyFile)
        #expect(try failure(room.settings(own: own)) == nil)
        let other = try TestAuthority()
        let stranger = try other.leaf("agent", alternativeName: "DNS:agent")
        let foreign = BrokerSecurity.OwnCertificate(
            certificateFile: stranger.certificateFile, keyFile: stranger.keyFile)
        let refusedToo = try room.settings(own: foreign)
        #expect(failure(refusedToo) == refused(refusedToo, .ownCertificateRefused))
    }

    @Test func filesThatAreNotThereAreNamed() throws {
        let settings = BrokerSettings(
            broker: try BrokerURL("tls://127.0.0.1:1"),
            security: BrokerSecurity(authorityFile: "/nowhere/ca.pem"))
        #expect(failure(settings) == .credentialsUnusable(path: "/nowhere/ca.pem"))
    }
}

/// Carries bytes both ways until either side ends.
func relay(_ connection: LoopbackServer.Connection, toPort port: Int) {
    var upstream: LoopbackServer.Connection?
    for _ in 0..<200 where upstream == nil {
        upstream = LoopbackServer.Connection.opened(toPort: port)
        if upstream == nil { _ = poll(nil, 0, 10) }
    }
    guard let upstream else { return }
    Thread.detachNewThread {
        while let bytes = upstream.read(), connection.write(bytes) {}
        connection.cut()
    }
    while let bytes = connection.read(), upstream.write(bytes) {}
    upstream.cut()
}
