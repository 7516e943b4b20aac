import Trust

/// Attempts to get around what is allowed, by way of somebody who is allowed it: another member, or
/// the broker itself.
struct AccessHoles {
    let cells: [AccessCell]

    init(_ roles: Roles, _ plan: AccessPlan) {
        var cells: [AccessCell] = []
        for grant in plan.grants where grant.member.bucket != nil {
            let member = grant.member
            let victims = Self.victims(of: member, roles)
            for shared in grant.imports where shared.kind == .service && shared.local == nil {
                for victim in victims {
                    cells.append(
                        AccessCell(
                            member.name,
                            .answerTo(
                                subject: victim.subject,
                                asking: AccessMatrix.example(shared.subject), of: shared.from,
                                seenBy: victim.name),
                            isAllowed: false, hole: .replySubjectDeputy))
                }
            }
            for victim in victims {
                cells += [
                    AccessCell(
                        member.name, .fetchTo(subject: victim.subject, seenBy: victim.name),
                        isAllowed: false, hole: .brokerDeputy),
                    AccessCell(
                        member.name, .acknowledgeTo(subject: victim.subject, seenBy: victim.name),
                        isAllowed: false, hole: .brokerDeputy),
                ]
            }
            if let bucket = member.bucket {
                cells.append(
                    AccessCell(
                        member.name, .rollUp(subject: "$KV.\(bucket).\(AccessMatrix.token)"),
                        isAllowed: false, hole: .rollupWipe))
            }
            let owners = roles.members.filter { $0.bucket != nil && $0.name != member.name }
            if let owner = owners.first {
                cells.append(
                    AccessCell(
                        member.name, .takeIdentifier(of: owner.name), isAllowed: false,
                        hole: .identifierPoisoning))
            }
        }
        self.cells = cells
    }

    /// One subject of each kind that would do harm, and who would see a message there: another's
    /// inbox, an order of the master's, another's bucket, whose watcher is its owner.
    private static func victims(
        of member: Member, _ roles: Roles
    ) -> [(subject: String, name: String)] {
        let others = roles.members.filter { $0.name != member.name }
        var victims: [(subject: String, name: String)] = []
        if let other = others.first(where: { $0.role == .master }) ?? others.first {
            victims.append(("_INBOX_\(other.name).\(AccessMatrix.token)", other.name))
        }
        let ordered = others.first { $0.listens.contains(Subject("system.lockdown")) }
        let mayOrder = member.publishes.contains(Subject("system.lockdown"))
        if let ordered, !mayOrder { victims.append(("system.lockdown", ordered.name)) }
        if let owner = others.first(where: { $0.bucket != nil }), let bucket = owner.bucket {
            victims.append(("$KV.\(bucket).\(AccessMatrix.token)", owner.name))
        }
        return victims
    }
}
