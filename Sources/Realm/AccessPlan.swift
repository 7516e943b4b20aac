import EventContract
import Trust

/// What the broker lets each member do, worked out from the roles.
///
/// Every member has an account of its own on the broker: a subject in one account does not exist in
/// another unless its owner exports it and the other imports it. Within one shared account lists of
/// allowed subjects are not enough, because the broker itself sends acknowledgements and fetched
/// messages to whatever reply subject a request names, whoever may publish there.
public struct AccessPlan: Equatable, Sendable {
    /// In the order of the roles.
    public let grants: [Grant]

    public init(_ roles: Roles) {
        var grants = roles.members.map { Grant($0) }
        for (index, member) in roles.members.enumerated() {
            for (other, speaker) in roles.members.enumerated() where other != index {
                for shared in Self.heard(by: member, from: speaker) {
                    grants[index].imports.append(shared.imported)
                    grants[other].export(shared.exported, to: member.name)
                }
            }
        }
        self.grants = grants
    }

    public func grant(_ name: String) -> Grant? { grants.first { $0.member.name == name } }

    private struct Shared {
        let imported: Grant.Import
        let exported: Grant.Export
    }

    private static func heard(by member: Member, from speaker: Member) -> [Shared] {
        var shared: [Shared] = []
        func add(_ kind: Grant.Kind, _ export: Subject, _ part: Subject, _ local: Subject? = nil) {
            let imported = Grant.Import(kind: kind, from: speaker.name, subject: part, local: local)
            let isCovered = shared.contains {
                $0.imported.kind == kind && $0.imported.local == local
                    && $0.imported.subject.covers(part)
            }
            if isCovered { return }
            shared.append(
                Shared(
                    imported: imported,
                    exported: Grant.Export(kind: kind, subject: export, to: [member.name])))
        }
        for said in speaker.spoken where (said.label ?? .public) <= member.labelMax {
            for wish in member.listens {
                if let part = said.intersection(wish) { add(.stream, said, part) }
            }
        }
        for (kind, services) in [(Grant.Kind.service, speaker.serves), (.survey, speaker.answers)] {
            for service in services {
                for wish in member.requests {
                    if let part = service.intersection(wish) { add(kind, service, part) }
                }
            }
        }
        if let stream = speaker.stream, member.fetches.contains(speaker.name) {
            for stored in speaker.stores where (stored.label ?? .public) <= member.labelMax {
                let subject = Subject(
                    tokens: ["$JS", "API", "DIRECT", "GET", stream] + stored.tokens)
                add(.service, subject, subject, Self.fetch(speaker, stored))
            }
        }
        return shared
    }

    /// Where a member asks for another's newest message on a subject.
    static func fetch(_ speaker: Member, _ stored: Subject) -> Subject {
        Subject(tokens: ["fetch", speaker.name] + stored.tokens)
    }
}
