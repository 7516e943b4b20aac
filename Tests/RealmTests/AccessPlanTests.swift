import EventContract
import Testing

@testable import Realm
import Trust

struct AccessPlanTests {
    private let roles: Roles
    private let plan: AccessPlan

    init() throws {
        roles = try Roles.read(Roles.standardText)
        plan = AccessPlan(roles)
    }

    @Test func whatIsImportedIsExportedToThatMember() throws {
        for grant in plan.grants {
            for imported in grant.imports {
                let owner = try #require(plan.grant(imported.from))
                let isGiven = owner.exports.contains {
                    $0.kind == imported.kind && $0.subject.covers(imported.subject)
                        && $0.to.contains(grant.member.name)
                }
                #expect(isGiven, "\(grant.member.name) imports \(imported.subject)")
            }
        }
    }

    @Test func nothingIsExportedAboveTheHearersCeiling() {
        for grant in plan.grants {
            for export in grant.exports {
                let subject =
                    export.subject.tokens.starts(with: ["$JS"])
                    ? Subject(tokens: Array(export.subject.tokens.dropFirst(5))) : export.subject
                for name in export.to {
                    let ceiling = roles.member(name)?.labelMax ?? .public
                    #expect((subject.label ?? .public) <= ceiling)
                }
            }
        }
    }

    @Test func notificationHearsNoMeasuredValue() throws {
        let heard = try #require(plan.grant("notification")).imports.map(\.subject.description)
        #expect(heard.contains("health.insights.write"))
        #expect(heard.contains("health.events.write.healthypi.internal.security"))
        #expect(!heard.contains { $0.contains("confidential") })
    }

    /// An empty list of what is allowed lets everything pass (tried on 2.15.1).
    @Test func whoeverSaysNothingIsDeniedEverything() throws {
        let roles = try Roles.read(
            """
            version: 1
            trust_domain: home.example
            roles: {}
            members:
              eye: {role: observer, tier: isolated, max_label: internal, max_agents: 1}
            """)
        let text = BrokerConfiguration(
            roles, place: .init(folder: "/realm"), publicKeys: ["eye": "U"]
        ).text
        #expect(text.contains(#"publish: {deny: [">"]}"#))
    }

    @Test func theMatrixCoversEveryMember() {
        let cells = AccessMatrix(roles).cells
        for member in roles.members {
            let own = cells.filter { $0.member == member.name }
            #expect(own.count { $0.isAllowed } >= 25)
            #expect(own.count { !$0.isAllowed } >= 60)
        }
        for hole in AccessCell.Hole.allCases { #expect(cells.contains { $0.hole == hole }) }
    }

    /// A subject is not both allowed and denied to one member.
    @Test func theMatrixDoesNotContradictItself() {
        let cells = AccessMatrix(roles).cells
        for member in roles.members {
            let own = cells.filter { $0.member == member.name }
            let allowed = Set(own.filter(\.isAllowed).map(\.words))
            let denied = Set(own.filter { !$0.isAllowed }.map(\.words))
            #expect(allowed.isDisjoint(with: denied))
        }
    }
}
