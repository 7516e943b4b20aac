import Testing

@testable import Realm

/// The roles that ship, each time with one guard taken out.
@Suite struct BadRolesTests {
    static let bad: [(name: String, from: String, to: String)] = [
        ("a version of another program", "version: 1", "version: 2"),
        ("no trust domain", "trust_domain: healthypi.internal", "trust_domain: \"a b\""),
        ("a role above all", "role: observer\n", "role: root\n"),
        ("restricted data on the bus", "max_label: confidential", "max_label: restricted"),
        ("no ceiling", "    max_label: confidential\n", ""),
        ("a reach without a name", "tier: isolated", "tier: everything"),
        ("hours that are none", "\"06:00-23:00\"", "always"),
        ("no replica", "max_agents: 2", "max_agents: 0"),
        ("endlessly many replicas", "max_agents: 2", "max_agents: 100000"),
        ("room below nothing", "storage_mib: 1024", "storage_mib: -1"),
        ("speaking in another's name", "lighting.events.write.hue", "lighting.events.write.rss"),
        ("a label anybody may write", "write.hue.<label>.*", "write.hue.>"),
        ("listening to everything", "- health.context.steps\n", "- \">\"\n"),
        ("listening to the broker", "- health.context.steps\n", "- $SYS.REQ.USER.AUTH\n"),
        ("other people's answers", "- health.context.steps\n", "- _INBOX_orchestrator.>\n"),
        ("other people's state", "- health.context.steps\n", "- $KV.agent_hue.>\n"),
        ("consumers", "- health.context.steps\n", "- $JS.API.CONSUMER.CREATE.>\n"),
        ("an alias that is a member", "- health-monitoring", "- hue"),
        ("an alias of the stream maker", "- health-monitoring", "- provisioner"),
        ("a member named as the stream maker", "\n  hue:\n", "\n  provisioner:\n"),
        ("two that answer one request", "- lighting.scene.set", "- health.data.read"),
        ("a request nobody answers", "- calendar.data.read", "- calendar.data.raed"),
        ("messages of nobody", "- weather\n", "- nobody\n"),
        ("a key that says nothing", "tier: local", "teir: local"),
        ("a key said twice", "\n  hue:\n", "\n  hue:\n    role: master\n"),
        ("an observer that speaks", "role: observer\n", "role: observer\n    publish: [a.b]\n"),
        ("a subject with a hole", "- health.data.stream", "- health..stream"),
        ("a wildcard in the middle", "- health.data.stream", "- health.>.stream"),
        (
            "hearing above one's ceiling", "- weather.events.write.weather.<label>.*",
            "- health.events.write.healthypi.confidential.*"
        ),
    ]

    @Test("T24 roles with one guard taken out are refused", arguments: bad.indices)
    func isRefused(_ index: Int) throws {
        let (name, from, to) = Self.bad[index]
        let good = Roles.standardText
        #expect(good.contains(from), "\(name)")
        let parts = good.components(of: from)
        let text = String(parts.first) + to + String(parts.rest)
        #expect(throws: RolesError.self, "\(name)") { try Roles.read(text) }
    }
}

extension String {
    /// What stands before the first occurrence, and behind it.
    fileprivate func components(of part: String) -> (first: Substring, rest: Substring) {
        for index in indices where self[index...].hasPrefix(part) {
            return (self[..<index], self[self.index(index, offsetBy: part.count)...])
        }
        return (self[...], "")
    }
}
