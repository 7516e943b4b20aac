import Foundation

/// All keys, their ranges and where their values go: the one place that knows them.
enum SettingTable {
    struct Section: Sendable {
        let name: String
        let fields: [SettingField<AgentSettings>]
    }

    /// In the order in which they are printed; `sources` stands behind `agent`.
    static let sections = [agent, recording, publish, insights, page, security]

    /// Groups that have a name in the contract and that this version does not read.
    static let laterSections = ["retention"]

    private static let agent = Section(
        name: "agent",
        fields: [
            .text("name", \.agent.name, .text(allowed: "1 to 64 of A-Z a-z 0-9 _ -", isName)),
            .text(
                "person", \.agent.person,
                .text(allowed: "1 to 128 printable characters") {
                    (1...128).contains($0.unicodeScalars.count) && $0 == $0.printable
                }),
            .text("state", \.agent.stateDirectory, .path),
            .text(
                "time_zone", \.agent.timeZone,
                .text(
                    allowed: "system, or the name of a time zone such as Europe/Berlin",
                    isTimeZone)),
        ])

    private static let recording = Section(
        name: "recording",
        fields: [
            .flag("enabled", \.recording.isEnabled),
            .text("folder", \.recording.folder, .path),
            .count("rotate_mib", \.recording.rotateMebibytes, 1...65_536, "MiB"),
            .number("rotate_hours", \.recording.rotateHours, 0.01...168, "hours"),
            .number("sync_s", \.recording.syncSeconds, 0.1...60, "seconds"),
        ])

    private static let publish = Section(
        name: "publish",
        fields: [
            SettingField(
                name: "broker", rule: .broker,
                get: { $0.publish.broker.map { .text($0) } ?? .none },
                set: {
                    if case .text(let text) = $1 {
                        $0.publish.broker = text
                    } else {
                        $0.publish.broker = nil
                    }
                }),
            .pathOrNone("login", \.publish.login),
            .pathOrNone("authority", \.publish.authority),
            SettingField(
                name: "ceiling", rule: .ceiling, get: { .text($0.publish.ceiling.rawValue) },
                set: {
                    if case .text(let text) = $1,
                        let ceiling = PublishSettings.Ceiling(rawValue: text)
                    {
                        $0.publish.ceiling = ceiling
                    }
                }),
            SettingField(
                name: "home_assistant", rule: .homeAssistant,
                get: { $0.publish.homeAssistant.map { .text($0.rawValue) } ?? .none },
                set: {
                    if case .text(let text) = $1 {
                        $0.publish.homeAssistant = PublishSettings.Ceiling(rawValue: text)
                    } else {
                        $0.publish.homeAssistant = nil
                    }
                }),
            .number("drain_s", \.publish.drainSeconds, 0...86_400, "seconds"),
        ])

    private static let insights = Section(
        name: "insights",
        fields: [
            .count("break_minutes", \.insights.breakMinutes, 1...60, "minutes"),
            .number("after_minutes", \.insights.afterMinutes, 5...480, "minutes"),
            .count("reminders_max", \.insights.remindersMax, 0...20, "reminders"),
            .number("trend_hours", \.insights.trendHours, 1...24, "hours"),
        ] + InsightThreshold.all.map(\.field))

    private static let page = Section(
        name: "page",
        fields: [
            SettingField(
                name: "metrics", rule: .addressOrNone,
                get: { $0.page.metrics.map { .text($0) } ?? .none },
                set: {
                    if case .text(let text) = $1 {
                        $0.page.metrics = text
                    } else {
                        $0.page.metrics = nil
                    }
                }),
            .flag("metrics_measured", \.page.metricsMeasured),
        ])

    private static let security = Section(
        name: "security",
        fields: [
            .word("mode", \.security.mode), .word("tokens", \.security.tokens),
            .word("history", \.security.history),
            .flag("seal_store", \.security.sealsStore),
            .flag("trust_clock", \.security.trustsClock),
            .pathOrNone("identity", \.security.identity),
            .count("approval_s", \.security.approvalSeconds, 1...86_400, "seconds"),
            .count("erase_quorum", \.security.eraseQuorum, 1...2, "approvers"),
        ])

    /// The keys of one source, but for `calibration`, which is a list.
    static func source(boards: [String]) -> [SettingField<SourceSettings>] {
        [
            .text("name", \.name, .text(allowed: "1 to 64 of A-Z a-z 0-9 _ -", isName)),
            SettingField(
                name: "device", rule: .device, get: { .text($0.device.description) },
                set: {
                    if case .text(let text) = $1, let device = SourceDevice(text) {
                        $0.device = device
                    }
                }),
            SettingField(
                name: "board", rule: .board(boards), get: { .text($0.board ?? "auto") },
                set: {
                    if case .text(let text) = $1 { $0.board = text == "auto" ? nil : text }
                }),
        ]
    }

    static let calibrationPoint: [SettingField<ConductanceCalibration.Point>] = [
        .number("counts", \.counts, -2_147_483_648...2_147_483_647, "counts"),
        .number("microsiemens", \.microsiemens, 0.1...1_000, "microsiemens"),
    ]

    /// `HEALTHYPI_AGENT_PUBLISH_DRAIN_S` for `publish.drain_s`; the group `agent` is not repeated.
    static func variable(_ key: String) -> String {
        let rest = key.hasPrefix("agent.") ? String(key.dropFirst("agent.".count)) : key
        return SettingsEnvironment.prefix
            + String(rest.map { $0 == "." ? "_" : $0 }).uppercased()
    }

    static var keys: [String] {
        sections.flatMap { section in section.fields.map { "\(section.name).\($0.name)" } }
    }

    private static func isTimeZone(_ text: String) -> Bool {
        text == "system" || (text.utf8.count <= 64 && TimeZone(identifier: text) != nil)
    }

    /// One token of a NATS subject.
    private static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
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

extension SettingRule {
    static func board(_ boards: [String]) -> SettingRule {
        custom { scalar throws(SettingRefusal) in
            let text = try Self.text(scalar)
            guard text != "auto", !boards.contains(text) else { return .text(text) }
            let advice =
                KeySuggestion.nearest(to: text, among: boards).map { "Did you mean \($0)?" }
                ?? "Write auto or one of: \(boards.joined(separator: ", "))."
            throw SettingRefusal("\(text.quoted) is no board. \(advice)")
        }
    }
}
