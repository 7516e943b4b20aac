import EventContract
import Trust

/// What every member must be able to do on the broker, and what none may: worked out from the
/// roles, apart from the configuration, and tried on a live broker.
public struct AccessMatrix: Equatable, Sendable {
    /// What stands for any token in subjects tried.
    static let token = "warden-probe"

    public let cells: [AccessCell]

    public init(_ roles: Roles) {
        let plan = AccessPlan(roles)
        var cells: [AccessCell] = []
        for grant in plan.grants {
            let member = grant.member
            let denied =
                Self.foreign(member, roles) + Self.broker(member, roles)
                + Self.masters(member) + Self.widened(member)
            let tried =
                Self.spoken(member) + Self.heard(grant, roles)
                + denied.map { AccessCell(member.name, $0.0, isAllowed: false, hole: $0.1) }
            // Publishing together, then listening, then the rest: each can be tried at once.
            var own: [AccessCell] = []
            var seen: Set<String> = []
            for cell in tried where seen.insert(cell.words).inserted { own.append(cell) }
            cells += own.filter(\.isPublishing) + own.filter(\.isListening)
            cells += own.filter { !$0.isPublishing && !$0.isListening }
        }
        self.cells = cells + AccessHoles(roles, plan).cells
    }

    private typealias Denied = (AccessCell.Action, AccessCell.Hole?)

    private static func spoken(_ member: Member) -> [AccessCell] {
        var cells = member.stores.map {
            AccessCell(member.name, .store(subject: example($0)), isAllowed: true)
        }
        cells += (member.publishes + member.requests).map {
            AccessCell(member.name, .publish(subject: example($0)), isAllowed: true)
        }
        if let bucket = member.bucket {
            let key = "$KV.\(bucket).\(token)"
            cells.append(AccessCell(member.name, .store(subject: key), isAllowed: true))
            cells.append(
                AccessCell(
                    member.name, .publish(subject: "$JS.API.DIRECT.GET.KV_\(bucket).\(key)"),
                    isAllowed: true))
        }
        if let stream = member.stream {
            cells.append(
                AccessCell(
                    member.name, .publish(subject: "$JS.API.DIRECT.GET.\(stream)"),
                    isAllowed: true))
        }
        return cells
    }

    private static func heard(_ grant: Grant, _ roles: Roles) -> [AccessCell] {
        let member = grant.member
        var cells = (member.listens + member.answers + [member.inbox]).map {
            AccessCell(
                member.name, .listen(subject: example($0), group: nil), isAllowed: true)
        }
        cells += member.serves.map {
            AccessCell(
                member.name, .listen(subject: example($0), group: member.name), isAllowed: true)
        }
        for shared in grant.imports where shared.kind == .stream {
            let said = roles.member(shared.from).map { $0.stores + $0.publishes } ?? []
            // What a stream repeats is not said by its member, and is not tried here.
            guard said.contains(where: { $0.covers(shared.subject) }) else { continue }
            cells.append(
                AccessCell(
                    member.name, .hear(subject: example(shared.subject), from: shared.from),
                    isAllowed: true))
        }
        return cells
    }

    /// What belongs to the others.
    private static func foreign(_ member: Member, _ roles: Roles) -> [Denied] {
        let others = roles.members.filter { $0.name != member.name }
        return others.flatMap { other -> [AccessCell.Action] in
            var denied: [AccessCell.Action] = other.stores.map { .publish(subject: example($0)) }
            denied += other.republishes.map { .publish(subject: $0.destination.description) }
            denied += other.publishes.filter { said in
                !member.publishes.contains { $0.overlaps(said) }
            }.map { .publish(subject: example($0)) }
            denied += (other.serves + other.answers).filter { service in
                !member.requests.contains { $0.overlaps(service) }
            }.map { .publish(subject: example($0)) }
            denied += other.serves.flatMap {
                [
                    .listen(subject: example($0), group: nil),
                    .listen(subject: example($0), group: other.name),
                ]
            }
            denied += [
                .publish(subject: "_INBOX_\(other.name).\(token)"),
                .listen(subject: "_INBOX_\(other.name).>", group: nil),
            ]
            if let bucket = other.bucket {
                denied += [
                    .publish(subject: "$KV.\(bucket).\(token)"),
                    .listen(subject: "$KV.\(bucket).>", group: nil),
                ]
            }
            if let stream = other.stream {
                denied.append(.publish(subject: "$JS.API.DIRECT.GET.\(stream)"))
            }
            return denied
        }.map { ($0, nil) }
    }

    /// The broker's own doors: those to streams, consumers and its system account.
    private static func broker(_ member: Member, _ roles: Roles) -> [Denied] {
        let api = "$JS.API"
        var plain = ["INFO", "STREAM.NAMES", "STREAM.LIST", "ACCOUNT.PURGE.\(member.name)"]
        var consumers: [String] = []
        for stream in [member.stream, member.bucket.map { "KV_\($0)" }].compactMap({ $0 }) {
            plain += [
                "CREATE", "UPDATE", "DELETE", "INFO", "PURGE", "MSG.GET", "MSG.DELETE", "SNAPSHOT",
                "RESTORE",
            ].map { "STREAM.\($0).\(stream)" }
            plain += ["CONSUMER.NAMES.\(stream)", "CONSUMER.DELETE.\(stream).\(token)"]
            // A push consumer delivers on whatever subject its making names.
            consumers += [
                "CREATE.\(stream)", "CREATE.\(stream).\(token)",
                "CREATE.\(stream).\(token).system.lockdown", "DURABLE.CREATE.\(stream).\(token)",
            ].map { "CONSUMER.\($0)" }
        }
        let others: [AccessCell.Action] = [
            .publish(subject: "$SYS.REQ.SERVER.PING"),
            .publish(subject: "\(BrokerConfiguration.provisionPrefix).CREATE.\(token)"),
            .listen(subject: "$SYS.>", group: nil), .listen(subject: "_INBOX.>", group: nil),
            .listen(subject: ">", group: nil), .listen(subject: "*.>", group: nil),
        ]
        let doors: [AccessCell.Action] = plain.map { .publish(subject: "\(api).\($0)") }
        return (doors + others).map { ($0, nil) }
            + consumers.map { (.publish(subject: "\(api).\($0)"), .deliverSubject) }
    }

    /// What only a master may say.
    private static func masters(_ member: Member) -> [Denied] {
        guard member.role != .master else { return [] }
        return [
            "system.lockdown", "agents.control.\(member.name).\(token)",
            "approvals.decision.\(member.name).\(token)",
        ].map { (.publish(subject: $0), nil) }
    }

    /// More than was given: labels above the ceiling, and requests outside the queue group.
    private static func widened(_ member: Member) -> [Denied] {
        let above = Label.allCases.filter { $0 > member.labelMax }.map(\.rawValue)
        var denied: [Denied] = []
        for label in above {
            for subject in member.stores + member.listens where subject.label == member.labelMax {
                let raised = subject.replacing(member.labelMax.rawValue, with: label)
                if member.stores.contains(subject) {
                    denied.append((.publish(subject: example(raised)), nil))
                } else {
                    denied.append((.listen(subject: raised.description, group: nil), nil))
                }
            }
        }
        for service in member.serves {
            denied.append((.listen(subject: example(service), group: nil), nil))
            denied.append((.listen(subject: example(service), group: token), nil))
        }
        return denied
    }

    static func example(_ subject: Subject) -> String { subject.example(token).description }
}
