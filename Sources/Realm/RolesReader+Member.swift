import EventContract
import Settings
import Trust

extension RolesReader {
    private static let keys =
        [
            "role", "about", "aliases", "tier", "max_label", "max_agents", "hours", "storage_mib",
            "fetch",
        ]
        + SubjectUse.allCases.map(\.rawValue)
    /// Accounts of the broker's own, and the identity that makes streams.
    private static let reserved = [
        Roles.provisioner, CalloutIdentity.name, CalloutIdentity.account, "SYS", "G",
    ]

    mutating func member(
        _ entry: YAMLValue.Entry, _ templates: [Member.Role: [SubjectUse: [PlacedSubject]]]
    ) -> PlacedMember? {
        let key = "members.\(entry.key)"
        guard isName(entry.key), !Self.reserved.contains(entry.key) else {
            complain(
                "\(entry.key.quoted) cannot be a member's name. Use 1 to 48 of A-Z a-z 0-9 _ -, "
                    + "but not \(Roles.provisioner).", key, entry.place)
            return nil
        }
        let inside = entries(of: entry, key)
        refuseUnknown(inside, among: Self.keys, under: key)
        let role = require("role", inside, key, entry.place)
            .flatMap { word(Member.Role.self, $0, "\(key).role") }
        let tier = require("tier", inside, key, entry.place)
            .flatMap { word(Member.Tier.self, $0, "\(key).tier") }
        let label = require("max_label", inside, key, entry.place)
            .flatMap { labelMax($0, "\(key).max_label") }
        let agents = require("max_agents", inside, key, entry.place)
            .flatMap { count($0, "\(key).max_agents", 1...64) }
        let hours: Hours? =
            self.entry("hours", inside).map { self.hours($0, "\(key).hours") } ?? Hours.always
        let storage: Int? =
            self.entry("storage_mib", inside).map { count($0, "\(key).storage_mib", 1...1_048_576) }
            ?? 64
        var written = uses(inside, key)
        guard let role, let tier, let label, let agents, let hours, let storage else { return nil }
        for (use, subjects) in templates[role] ?? [:] { written[use, default: []] += subjects }
        written = written.mapValues { subjects in
            subjects.map {
                PlacedSubject(
                    subject: $0.subject.replacing("<name>", with: entry.key), key: $0.key,
                    place: $0.place)
            }
        }
        let fetches =
            self.entry("fetch", inside).map { list($0, "\(key).fetch") } ?? []
        let about = self.entry("about", inside).flatMap { single($0, "\(key).about") } ?? ""
        let aliases = self.entry("aliases", inside).map { list($0, "\(key).aliases") } ?? []
        for alias in aliases where !isName(alias.text) || Self.reserved.contains(alias.text) {
            complain(
                "\(alias.text.quoted) cannot be a name. Use 1 to 48 of A-Z a-z 0-9 _ -.",
                "\(key).aliases", alias.place)
        }
        func subjects(_ use: SubjectUse) -> [Subject] { Self.expand(written[use] ?? [], label) }
        let member = Member(
            name: entry.key, aliases: aliases.map(\.text), role: role, about: about, tier: tier,
            labelMax: label,
            agentsMax: agents, hours: hours, storageMebibytes: storage, stores: subjects(.store),
            publishes: subjects(.publish), listens: subjects(.listen), serves: subjects(.serve),
            answers: subjects(.answer), requests: subjects(.request),
            fetches: fetches.map(\.text))
        checkAlone(member, written, key, entry.place)
        return PlacedMember(
            member: member, place: entry.place, written: written,
            fetches: fetches.map { (name: $0.text, place: $0.place) })
    }

    private mutating func labelMax(_ entry: YAMLValue.Entry, _ key: String) -> Label? {
        guard let label = word(Label.self, entry, key) else { return nil }
        guard label < .restricted else {
            complain(
                "restricted data never goes to the broker in clear. Write confidential or lower.",
                key, entry.value.place)
            return nil
        }
        return label
    }

    private mutating func hours(_ entry: YAMLValue.Entry, _ key: String) -> Hours? {
        guard let text = single(entry, key) else { return nil }
        if let hours = Hours(text) { return hours }
        complain(
            "\(text.quoted) is no part of a day. Write \"08:00-22:00\", or \"00:00-24:00\".", key,
            entry.value.place)
        return nil
    }

    /// Each `<label>` written out: one subject for every label up to the ceiling.
    private static func expand(_ subjects: [PlacedSubject], _ ceiling: Label) -> [Subject] {
        var expanded: [Subject] = []
        for placed in subjects {
            let all =
                placed.subject.tokens.contains("<label>")
                ? ceiling.andBelow.map { placed.subject.replacing("<label>", with: $0.rawValue) }
                : [placed.subject]
            for subject in all where !expanded.contains(subject) { expanded.append(subject) }
        }
        return expanded
    }

    private mutating func checkAlone(
        _ member: Member, _ written: [SubjectUse: [PlacedSubject]], _ key: String,
        _ place: YAMLPlace
    ) {
        for use in [SubjectUse.store, .publish] where member.role != .master || use == .store {
            for placed in written[use] ?? []
            where placed.subject.tokens.contains("write") && !isOwn(placed.subject, member.name) {
                complain(
                    "\(placed.subject.description.quoted) does not name \(member.name) behind "
                        + "write, so another member could speak in its name.", placed.key,
                    placed.place)
            }
        }
        if member.role == .observer,
            let first = [SubjectUse.store, .publish, .serve, .answer, .request]
                .compactMap({ written[$0]?.first }).first
        {
            complain("an observer says nothing; it listens and fetches.", key, first.place)
        }
        if member.republishes.count > 1 {
            complain(
                "more than one kind of insight is stored here, and a stream repeats one only.",
                "\(key).store", place)
        }
    }

    /// `….write.<name>.<label>.…`, the label written out.
    private func isOwn(_ subject: Subject, _ name: String) -> Bool {
        guard let verb = subject.tokens.firstIndex(of: "write"),
            subject.tokens.count > verb + 2, subject.tokens[verb + 1] == name
        else { return false }
        let label = subject.tokens[verb + 2]
        return label == "<label>" || Label(rawValue: label) != nil
    }

    private func isName(_ text: String) -> Bool {
        (1...48).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
