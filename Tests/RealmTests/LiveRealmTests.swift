import Foundation
import NATSPublishing
import Publishing
import Realm
import TestKit
import Testing

@Suite(.serialized) struct LiveRealmTests {
    @Test func aMemberSaysWhatIsItsOwnAndNothingElse() async throws {
        let server = try RealmServer()
        try await server.provision()
        let hue = try await server.probe("hue")
        let reply = try await hue.request("lighting.events.write.hue.internal.state")
        #expect(reply.map { String(decoding: $0.payload, as: UTF8.self) } == #"{"stream":"AGENT_hue","seq":1}"#)
        #expect(try await hue.publish("lighting.events.write.hue.internal.state"))
        #expect(try await !hue.publish("health.events.write.healthypi.internal.quality"))
        #expect(try await !hue.publish("lighting.events.write.hue.confidential.state"))
        #expect(try await hue.listen("_INBOX_hue.a.>"))
        #expect(try await !hue.listen("_INBOX_healthypi.>"))
    }
}
