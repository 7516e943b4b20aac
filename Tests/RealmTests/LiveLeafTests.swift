import Foundation
import NATSPublishing
import Publishing
import Realm
import TestKit
import Testing

@testable import WardenCLI

/// Certificates that end and are renewed, between a real nats-server and real clients; the CA
/// stays.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LiveLeafTests {
    private static let longAgo = Date() - 100 * 86_400

    private func failure(_ publisher: JetStreamPublisher) async -> PublishingError? {
        do throws(PublishingError) {
            _ = try await publisher.connect()
            return nil
        } catch {
            return error
        }
    }

    private func event(_ sequence: UInt64) -> OutgoingEvent {
        OutgoingEvent(
            sequence: sequence, id: "01TEST\(sequence)",
            subject: "health.events.write.healthypi.internal.quality",
            type: "io.healthypi.event.quality.v1", timeMilliseconds: 0, payload: Array("{}".utf8))
    }

    /// The settings name files, so nothing is told to the agent: it connects next with what lies
    /// there then.
    @Test(
        "T1: a member's expired certificate is refused, and the renewed one taken at the next connection"
    )
    func clientLeaf() async throws {
        let server = try RealmServer()
        try await server.provision()
        let publisher = JetStreamPublisher(try server.access.settings("healthypi"))
        #expect(await failure(publisher) == nil)
        #expect(await publisher.publish([event(1)]) == Delivery(acknowledged: 1))
        _ = try server.realm.renewLeaf(.member("healthypi"), days: 90, now: Self.longAgo)
        #expect(
            await failure(publisher)
                == .secureConnectionFailed(broker: server.url, .ownCertificateRefused))
        _ = try server.realm.renewLeaf(.member("healthypi"), days: 90, now: Date())
        #expect(await failure(publisher) == nil)
        #expect(await publisher.publish([event(2)]) == Delivery(acknowledged: 1))
    }

    @Test("T1: a broker's expired certificate is refused, and the renewed one taken after SIGHUP")
    func serverLeaf() async throws {
        let server = try RealmServer()
        try await server.provision()
        let publisher = JetStreamPublisher(try server.access.settings("healthypi"))
        _ = try server.realm.renewLeaf(.broker, days: 90, now: Self.longAgo)
        server.reload()
        #expect(
            try await becomes(
                .secureConnectionFailed(broker: server.url, .certificateExpired), publisher))
        _ = try server.realm.renewLeaf(.broker, days: 90, now: Date())
        server.reload()
        #expect(try await becomes(nil, publisher))
        #expect(await publisher.publish([event(1)]) == Delivery(acknowledged: 1))
    }

    /// Waits for the server to have read its files, by connecting again and again.
    private func becomes(
        _ wanted: PublishingError?, _ publisher: JetStreamPublisher
    ) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if await failure(publisher) == wanted { return true }
        }
        return false
    }

    @Test("T2: a key that was replaced lets nobody in once nats.conf names the new one")
    func replacedKey() async throws {
        let server = try RealmServer()
        try await server.provision()
        let old = try server.access.settings("healthypi")
        let own = server.realm.folder + "/keys/healthypi"
        try FileManager.default.moveItem(atPath: own, toPath: own + ".old")
        _ = try server.realm.makeKeys("healthypi", days: 90, now: Date())
        _ = try server.realm.writeBrokerConfiguration(server.realm.brokerConfiguration().text)
        server.reload()
        #expect(
            try await becomes(
                .loginRefused(broker: server.url), JetStreamPublisher(old)))
        let fresh = JetStreamPublisher(try server.access.settings("healthypi"))
        #expect(await failure(fresh) == nil)
        #expect(await fresh.publish([event(1)]) == Delivery(acknowledged: 1))
    }
}
