import Foundation
import Testing

@testable import Settings

/// An `agent.yaml` that would let data go where it must not, or that says something else than its
/// writer meant: each is refused, and the sentence names the line or the key.
@Suite struct BadSettingsTests {
    static let bad: [(name: String, text: String, names: String)] = [
        ("restricted data on the bus", "publish: {ceiling: restricted}", "ceiling"),
        ("a ceiling of another scale", "publish: {ceiling: high}", "ceiling"),
        ("no ceiling at all", "publish: {ceiling: }", "ceiling"),
        (
            "restricted data to Home Assistant", "publish: {home_assistant: restricted}",
            "home_assistant"
        ),
        ("a broker that is a web page", "publish: {broker: 'http://hub:4222'}", "broker"),
        ("two brokers", "publish: {broker: 'nats://a,nats://b'}", "broker"),
        ("a broker without a host", "publish: {broker: 'nats://'}", "broker"),
        ("a login looked for in the working directory", "publish: {login: keys}", "login"),
        ("an authority climbed to", "publish: {authority: ../ca.crt}", "authority"),
        ("a state directory in the working directory", "agent: {state: here}", "state"),
        ("recordings in the working directory", "recording: {folder: here}", "folder"),
        ("a name that is a wildcard", "agent: {name: '>'}", "name"),
        ("a name of two tokens", "agent: {name: a.b}", "name"),
        ("a person with a control character", "agent: {person: \"a\\u0007\"}", "person"),
        ("a person that turns the reading", "agent: {person: \"a\\u202Eb\"}", "person"),
        ("metrics at two places", "page: {metrics: '127.0.0.1:1 0.0.0.0:1'}", "metrics"),
        ("measured values, perhaps", "page: {metrics_measured: maybe}", "metrics_measured"),
        ("a store sealed, perhaps", "security: {seal_store: sometimes}", "seal_store"),
        ("signing turned off", "security: {signing: false}", "signing"),
        ("TLS turned off", "security: {tls: false}", "tls"),
        ("audit turned off", "security: {audit: off}", "audit"),
        ("a group misspelt", "secruity: {seal_store: true}", "secruity"),
        ("a key misspelt", "publish: {celing: internal}", "celing"),
        ("a key said twice", "publish: {ceiling: internal, ceiling: confidential}", "ceiling"),
        ("a group said twice", "publish: {ceiling: internal}\npublish: {}", "publish"),
        ("a list for one value", "publish: {ceiling: [internal]}", "ceiling"),
        ("a device in the working directory", "sources: [{device: ttyACM0}]", "device"),
        ("a board there is not", "sources: [{board: healthypi9}]", "board"),
        ("a wait without an end", "publish: {drain_s: .inf}", "drain_s"),
        ("a merge that hides what is meant", "a: &a {ceiling: internal}\npublish: *a", "a"),
    ]

    @Test("T24 a configuration with one guard off or misspelt is refused", arguments: bad.indices)
    func isRefused(_ index: Int) throws {
        let (name, text, names) = Self.bad[index]
        let said = try problems(text)
        #expect(!said.isEmpty, "\(name)")
        #expect(said.contains { $0.contains(names) }, "\(name): \(said)")
    }

    /// What the rows above begin from is itself good.
    @Test func theGuardsThemselvesAreTaken() throws {
        #expect(
            try problems(
                """
                agent: {name: healthypi, person: anna, state: /var/lib/healthypi}
                publish: {broker: 'tls://hub:4222', login: /etc/realm/keys/healthypi, ceiling: internal}
                page: {metrics: '127.0.0.1:9464', metrics_measured: false}
                security: {seal_store: true}
                """) == [])
        #expect(Self.bad.count >= 25)
    }
}
