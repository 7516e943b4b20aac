import EventContract
import Testing
import Trust

@testable import Realm

struct RolesReaderTests {
    private static let head = """
        version: 1
        trust_domain: home.example
        members:
        """

    private func problems(_ text: String) -> [String] {
        do {
            _ = try Roles.read(text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// Lines 4 and on: one member called `a`, with this in place of its tier.
    private func member(_ lines: String...) -> String {
        Self.head + "\n  a:\n    role: agent\n    max_label: internal\n    max_agents: 1\n"
            + lines.map { "    \($0)\n" }.joined() + "roles: {}\n"
    }

    @Test func theFamilyShips() throws {
        let roles = try Roles.read(Roles.standardText)
        #expect(
            roles.members.map(\.name) == [
                "healthypi", "healthkit", "hue", "climate", "calendar", "weather", "rss",
                "backup-monitor", "screen-time", "network-monitor", "workflow", "notification",
                "audit-anomaly", "orchestrator", "observer",
            ])
        #expect(roles.member("orchestrator")?.role == .master)
        #expect(roles.member("healthypi")?.tier == .isolated)
        let healthypi = try #require(roles.member("healthypi"))
        #expect(
            healthypi.streamSubjects.map(\.description) == [
                "health.events.write.healthypi.>", "health.insights.write.healthypi.>",
            ])
        #expect(
            healthypi.republishes == [
                Member.Republish(
                    source: Subject("health.insights.write.healthypi.internal.*"),
                    destination: Subject("health.insights.write"))
            ])
        #expect(!healthypi.stores.contains(Subject("health.events.write.healthypi.restricted.*")))
    }

    @Test func everyProblemIsSaidWithItsPlace() {
        let text = member(
            "tier: isolatd", "hours: 8-22", "colour: red", "store:", "  - a..b", "  - x.write.b.>",
            "  - \">\"")
        #expect(
            problems(text) == [
                "line 8, column 11: members.a.tier: \"isolatd\" is not known. Did you mean isolated?",
                "line 9, column 12: members.a.hours: \"8-22\" is no part of a day. Write "
                    + "\"08:00-22:00\", or \"00:00-24:00\".",
                "line 10, column 5: members.a.colour: there is no such key. The keys here: role, "
                    + "about, aliases, tier, max_label, max_agents, hours, storage_mib, fetch, store, "
                    + "publish, listen, serve, answer, request.",
                "line 12, column 9: members.a.store: \"a..b\" is no subject: a part between two "
                    + "points is empty.",
                "line 14, column 9: members.a.store: \">\" is everything. Name the subjects.",
            ])
    }

    @Test("T24 an alias that could stand for two, or is no name, is refused")
    func aliases() throws {
        let roles = try Roles.read(Roles.standardText)
        #expect(roles.ceilings["health-monitoring"]?.agent == "healthypi")
        #expect(roles.ceilings["healthypi"]?.labelMax == .confidential)
        #expect(roles.issuer == "orchestrator")
        #expect(
            problems(member("tier: isolated", "aliases:", "  - b c", "  - a")) == [
                "line 10, column 9: members.a.aliases: \"b c\" cannot be a name. Use 1 to 48 of "
                    + "A-Z a-z 0-9 _ -."
            ])
        let twice = member("tier: isolated", "aliases:", "  - b", "  - b")
        #expect(
            problems(twice) == [
                "line 4, column 3: members.a.aliases: \"b\" names more than one member.",
                "line 4, column 3: members.a.aliases: \"b\" names more than one member.",
            ])
    }

    @Test func nobodySpeaksInAnothersName() {
        let text = member("tier: isolated", "store:", "  - x.events.write.b.<label>.*")
        #expect(
            problems(text) == [
                "line 10, column 9: members.a.store: \"x.events.write.b.<label>.*\" does not name a "
                    + "behind write, so another member could speak in its name."
            ])
    }

    @Test func restrictedNeverReachesTheBroker() {
        let text =
            Self.head + "\n  a:\n    role: agent\n    tier: local\n"
            + "    max_label: restricted\n    max_agents: 1\nroles: {}\n"
        #expect(
            problems(text) == [
                "line 7, column 16: members.a.max_label: restricted data never goes to the broker in "
                    + "clear. Write confidential or lower."
            ])
    }

    @Test(arguments: ["$JS.API.>", "_INBOX.a", "$KV.x.y", "_R_.>", "$SYS.x"])
    func whatIsTheBrokersIsNotGivenAway(_ subject: String) {
        let found = problems(member("tier: local", "publish:", "  - \"\(subject)\""))
        #expect(found.count == 1)
        #expect(found.first?.contains("belongs to the broker") == true)
    }

    @Test func listeningAboveTheCeilingIsRefused() {
        let text =
            Self.head
                + """

                  a:
                    role: agent
                    tier: local
                    max_label: confidential
                    max_agents: 1
                    store:
                      - x.events.write.a.<label>.*
                  b:
                    role: observer
                    tier: local
                    max_label: internal
                    max_agents: 1
                    listen:
                      - x.events.write.*.*.*
                roles: {}

                """
        #expect(
            problems(text) == [
                "line 17, column 9: members.b.listen: \"x.events.write.*.*.*\" takes in "
                    + "x.events.write.a.confidential.*, which is above this member's ceiling "
                    + "(internal). Write <label> where the label stands."
            ])
    }

    @Test func aRequestThatNobodyAnswersIsFound() {
        #expect(
            problems(member("tier: local", "request:", "  - health.data.raed")) == [
                "line 10, column 9: members.a.request: nobody answers \"health.data.raed\"."
            ])
    }

    @Test func whatIsMissingIsSaid() {
        #expect(
            problems("version: 1\n") == [
                "line 1, column 1: the key trust_domain is missing.",
                "line 1, column 1: the key roles is missing.",
                "line 1, column 1: the key members is missing.",
            ])
        #expect(problems("").count == 1)
        #expect(problems("a: [").count == 1)
    }
}
