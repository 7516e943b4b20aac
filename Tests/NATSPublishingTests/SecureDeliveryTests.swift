import Publishing
import TestKit
import Testing
import Trust

@testable import NATSPublishing

/// Everything on at once: TLS 1.3, both certificates, an NKey, JetStream; and a broker that dies.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SecureDeliveryTests {
    @Test func deliveryAndListeningSurviveAKilledBrokerUnderTLS() async throws {
        let authority = try TestAuthority()
        let leaf = try authority.leaf("server", alternativeName: "DNS:hub.test")
        let own = try authority.leaf("agent", alternativeName: "DNS:agent")
        let key = try #require(NKey(seed: Array(0..<32)))
        let file = try ServerFile(
            """
            tls { cert_file: "\(leaf.certificateFile)", key_file: "\(leaf.keyFile)"
                  ca_file: "\(authority.authorityFile)", min_version: "1.3", verify: true }
            authorization { users: [ { nkey: \(key.publicText) } ] }
            """)
        let server = try NATSServer(options: ["-c", file.path], root: packageRoot())
        let settings = BrokerSettings(
            broker: try BrokerURL("tls://127.0.0.1:\(server.port)"),
            security: BrokerSecurity(
                authorityFile: authority.authorityFile, hostName: "hub.test",
                ownCertificate: .init(
                    certificateFile: own.certificateFile, keyFile: own.keyFile)),
            login: {
                .nkey(BrokerNKey(publicKey: key.publicText, sign: { key.signature(of: $0) }))
            })
        _ = try await StreamProvisioner(settings).provision()
        let running = RunningLink(settings)
        let heard = await running.link.subscribe("health.events.write.>", countMax: 1_000)
        await running.connected()
        let outbox = MemoryOutbox()
        let drain = OutboxDrain(
            outbox: outbox, publisher: JetStreamPublisher(settings),
            stopsWhenOperatorNeeded: false, clock: HurriedClock(),
            generator: SeededGenerator(seed: 3))
        let delivering = Task { await drain.run() }
        outbox.append((1...300).map { event($0) })
        #expect(try await awaitCondition { outbox.pendingCount() < 250 })
        server.kill()
        try server.start()
        await running.connected()
        outbox.append((301...400).map { event($0) })
        #expect(await drain.drain(within: .seconds(1_000)).remaining == 0)
        _ = await delivering.value
        let last = try await running.link.request(
            Array(#"{"last_by_subj":">"}"#.utf8), to: "$JS.API.DIRECT.GET.AGENT_healthypi")
        #expect(last?.payload == event(400).payload)
        #expect(
            try await awaitCondition {
                heard.takeAll().contains { $0.payload == event(400).payload }
            })
        await running.stop()
    }
}
