import Settings
import Trust

/// roles.yaml to `Roles`, or everything that is wrong with it.
struct RolesReader {
    private static let keys = ["version", "trust_domain", "roles", "members"]

    var problems: [RolesProblem] = []

    static func read(_ text: String) throws(RolesError) -> Roles {
        var reader = RolesReader()
        let roles = reader.roles(text)
        guard let roles, reader.problems.isEmpty else {
            let sorted = reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
            throw RolesError(problems: sorted)
        }
        return roles
    }

    private mutating func roles(_ text: String) -> Roles? {
        let root: YAMLValue?
        do {
            root = try YAMLReader.read(text)
        } catch {
            complain(error.text, nil, error.place)
            return nil
        }
        guard let root, case .entries(let entries) = root.content else {
            complain("it holds no roles. `healthypi-warden init` writes a file to start from.", nil)
            return nil
        }
        refuseUnknown(entries, among: Self.keys, under: nil)
        if let version = entry("version", entries), single(version, "version") != "1" {
            complain("this program reads version 1 only.", "version", version.value.place)
        }
        let domain = require("trust_domain", entries, nil, root.place)
            .flatMap { trustDomain($0) }
        let templates = require("roles", entries, nil, root.place).map { self.templates($0) } ?? [:]
        let members =
            require("members", entries, nil, root.place).map { self.members($0, templates) } ?? []
        guard let domain else { return nil }
        let roles = Roles(trustDomain: domain, members: members.map(\.member))
        if problems.isEmpty { checkTogether(roles, members) }
        return roles
    }

    private mutating func trustDomain(_ entry: YAMLValue.Entry) -> String? {
        guard let domain = single(entry, "trust_domain") else { return nil }
        let isDomain =
            (1...255).contains(domain.utf8.count)
            && domain.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        guard isDomain else {
            complain(
                "\(domain.quoted) is no trust domain. Use a-z 0-9 . - and _, as home.example does.",
                "trust_domain", entry.value.place)
            return nil
        }
        return domain
    }

    private mutating func templates(
        _ entry: YAMLValue.Entry
    ) -> [Member.Role: [SubjectUse: [PlacedSubject]]] {
        var templates: [Member.Role: [SubjectUse: [PlacedSubject]]] = [:]
        for role in entries(of: entry, "roles") {
            let key = "roles.\(role.key)"
            guard let name = Member.Role(rawValue: role.key) else {
                let known = Member.Role.allCases.map(\.rawValue)
                complain(unknown(role.key, known), key, role.place)
                continue
            }
            let inside = entries(of: role, key)
            refuseUnknown(inside, among: SubjectUse.allCases.map(\.rawValue), under: key)
            templates[name] = uses(inside, key)
        }
        return templates
    }

    private mutating func members(
        _ entry: YAMLValue.Entry, _ templates: [Member.Role: [SubjectUse: [PlacedSubject]]]
    ) -> [PlacedMember] {
        entries(of: entry, "members").compactMap { member($0, templates) }
    }

    /// The lists of subjects in a group of keys.
    mutating func uses(_ entries: [YAMLValue.Entry], _ key: String) -> [SubjectUse: [PlacedSubject]]
    {
        var uses: [SubjectUse: [PlacedSubject]] = [:]
        for use in SubjectUse.allCases {
            guard let entry = entry(use.rawValue, entries) else { continue }
            uses[use] = list(entry, "\(key).\(use.rawValue)").compactMap { item in
                subject(item.text, "\(key).\(use.rawValue)", item.place)
            }
        }
        return uses
    }
}

/// What a list of subjects in roles.yaml is for.
enum SubjectUse: String, CaseIterable { case store, publish, listen, serve, answer, request }

/// A subject as it was written, perhaps with `<name>` and `<label>`, and where.
struct PlacedSubject {
    let subject: Subject
    let key: String
    let place: YAMLPlace
}

/// A member and where its subjects stand, for what is checked across members.
struct PlacedMember {
    let member: Member
    let place: YAMLPlace
    /// Before `<label>` was written out.
    let written: [SubjectUse: [PlacedSubject]]
    let fetches: [(name: String, place: YAMLPlace)]
}
