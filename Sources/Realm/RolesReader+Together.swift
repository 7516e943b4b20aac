import EventContract
import Settings
import Trust

extension RolesReader {
    /// What only shows when all members are known.
    mutating func checkTogether(_ roles: Roles, _ placed: [PlacedMember]) {
        if roles.members.isEmpty { complain("nobody takes part.", "members") }
        for one in placed {
            checkAliases(one, roles)
            checkServices(one, roles)
            checkListening(one, roles)
            for (name, place) in one.fetches where roles.member(name)?.stream == nil {
                complain(
                    "\(name.quoted) is no member with a stream.",
                    "members.\(one.member.name).fetch", place)
            }
        }
    }

    private mutating func checkAliases(_ one: PlacedMember, _ roles: Roles) {
        for alias in one.member.aliases {
            let owners = roles.members.filter { $0.name == alias || $0.aliases.contains(alias) }
            if owners.count > 1 || one.member.aliases.count(where: { $0 == alias }) > 1 {
                complain(
                    "\(alias.quoted) names more than one member.",
                    "members.\(one.member.name).aliases", one.place)
            }
        }
    }

    private mutating func checkServices(_ one: PlacedMember, _ roles: Roles) {
        let others = roles.members.filter { $0.name != one.member.name }
        for use in [SubjectUse.serve, .answer] {
            for placed in one.written[use] ?? [] {
                let twin = others.first { other in
                    (other.serves + other.answers).contains { $0.overlaps(placed.subject) }
                }
                if let twin {
                    complain(
                        "\(placed.subject.description.quoted) is answered by \(twin.name) too. A "
                            + "request goes to one member.", placed.key, placed.place)
                }
            }
        }
        for placed in one.written[.request] ?? [] {
            let isServed = others.contains { other in
                (other.serves + other.answers).contains { $0.overlaps(placed.subject) }
            }
            if !isServed {
                complain(
                    "nobody answers \(placed.subject.description.quoted).", placed.key,
                    placed.place)
            }
        }
    }

    private mutating func checkListening(_ one: PlacedMember, _ roles: Roles) {
        for placed in one.written[.listen] ?? [] where !placed.subject.tokens.contains("<label>") {
            let above = roles.members.lazy.filter { $0.name != one.member.name }
                .flatMap(\.spoken).first {
                    $0.overlaps(placed.subject) && ($0.label ?? .public) > one.member.labelMax
                }
            if let above {
                complain(
                    "\(placed.subject.description.quoted) takes in \(above), which is above this "
                        + "member's ceiling (\(one.member.labelMax.rawValue)). Write <label> where "
                        + "the label stands.", placed.key, placed.place)
            }
        }
    }
}
