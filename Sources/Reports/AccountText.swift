/// A `RecordingAccount` as text for a terminal or a mail: no colour, at most 100 columns, an em
/// dash where a value is not known.
public struct AccountText: Sendable {
    /// Columns of the table: key in `Row.values`, heading, digits after the point.
    static let columns: [(key: String, heading: [String], digits: Int)] = [
        ("heartRate", ["HR", "/min"], 0), ("rmssd", ["RMSSD", "ms"], 1),
        ("sdnn", ["SDNN", "ms"], 1), ("lfHfRatio", ["LF/HF", ""], 2),
        ("pulseRate", ["pulse", "/min"], 0), ("scl", ["SCL", "uS"], 2),
        ("scrRate", ["SCR", "/min"], 1), ("respirationRate", ["breath", "/min"], 1),
        ("temperature", ["temp", "degC"], 1), ("usable", ["usable", "%"], 0),
    ]
    static let columnWidth = 8
    static let rowsMax = 24
    static let commentsMax = 4

    private let account: RecordingAccount

    public init(_ account: RecordingAccount) {
        var account = account
        account.title = Text.printable(account.title)
        account.comments = account.comments.map(Text.printable)
        account.notices = account.notices.map(Text.printable)
        for index in account.channels.indices {
            account.channels[index].name = Text.printable(account.channels[index].name)
        }
        self.account = account
    }

    public var text: String {
        let parts = [
            heading, channels, beats, table, days, movement, findings, notSaid,
            "This informs; it never diagnoses.",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var heading: String {
        var lines = [
            "\(account.title) (\(account.format)), \(Text.clock(account.seconds))"
                + (account.startText.map { ", from \($0)" } ?? ", start time not recorded")
        ]
        lines += account.comments.prefix(Self.commentsMax).map { "  its header says: \($0)" }
        lines += account.notices.map { "  note: \($0)" }
        if account.endedBy != "endOfRecording" { lines.append("  ended early: \(account.endedBy)") }
        return lines.joined(separator: "\n")
    }

    private var channels: String {
        var lines = ["Signals"]
        for channel in account.channels {
            let rate = Text.number(channel.hertz, digits: channel.hertz < 10 ? 1 : 0)
            let use = channel.isUsed ? channel.role ?? "" : "not used"
            var line =
                "  " + Text.pad(channel.name, 14) + Text.pad(use, 10)
                + Text.pad("\(rate) Hz", 9) + Text.pad(channel.unit, 8)
            if let usable = channel.usable {
                line += "\(Text.percent(usable)) % usable"
                let complaints = channel.complaints.prefix(3).map {
                    "\($0.reason) \(Text.percent($0.share)) %"
                }
                if !complaints.isEmpty { line += " (" + complaints.joined(separator: ", ") + ")" }
            }
            lines.append(Text.trimmed(line))
        }
        for gap in account.gaps {
            lines.append(
                "  \(gap.channel): \(gap.count) gap\(gap.count == 1 ? "" : "s"), "
                    + "\(Text.number(gap.seconds, digits: 1)) s missing")
        }
        return lines.joined(separator: "\n")
    }

    private var beats: String {
        guard !account.beats.isEmpty else { return "" }
        var lines = ["Beats"]
        for beats in account.beats {
            let name = beats.source == "ecg" ? "heart beats in the ECG" : "pulses in the PPG"
            lines.append("  \(beats.count) \(name)")
        }
        let rates = account.rows.compactMap { $0.values["heartRate"] ?? $0.values["pulseRate"] }
        if rates.count > 1, let low = rates.min(), let high = rates.max() {
            lines.append(
                "  heart rate over time \(Text.sparkline(rates))  "
                    + "\(Text.number(low, digits: 0)) to \(Text.number(high, digits: 0)) /min")
        }
        let rmssd = account.rows.compactMap { $0.values["rmssd"] }
        if rmssd.count > 1, let low = rmssd.min(), let high = rmssd.max() {
            lines.append(
                "  RMSSD over time      \(Text.sparkline(rmssd))  "
                    + "\(Text.number(low, digits: 0)) to \(Text.number(high, digits: 0)) ms")
        }
        return lines.joined(separator: "\n")
    }

    private var table: String {
        let used = Self.columns.filter { column in
            account.rows.contains { $0.values[column.key] != nil }
        }
        guard !used.isEmpty else { return "" }
        let every = (account.rows.count + Self.rowsMax - 1) / Self.rowsMax
        var lines = [
            every > 1
                ? "Over time (one row for every \(every) of \(account.rows.count) windows)"
                : "Over time"
        ]
        for (index, first) in ["  from", ""].enumerated() {
            let cells = used.map { Text.padLeft($0.heading[index], Self.columnWidth) }
            lines.append(Text.pad(first, 10) + cells.joined())
        }
        for (index, row) in account.rows.enumerated() where index % every == 0 {
            let cells = used.map { column in
                Text.padLeft(
                    row.values[column.key].map { Text.number($0, digits: column.digits) } ?? "—",
                    Self.columnWidth)
            }
            lines.append(Text.pad("  " + Text.clock(row.start), 10) + cells.joined())
        }
        return lines.joined(separator: "\n")
    }

    private var movement: String {
        guard !account.epochs.isEmpty else { return "" }
        let states = account.epochs.map { "\($0.minutes) \($0.state)" }.joined(separator: ", ")
        var lines = ["Movement", "  minutes: \(states)"]
        for bout in account.bouts where bout.minutes >= 10 {
            lines.append(
                "  stationary \(Text.clock(bout.start)) to \(Text.clock(bout.end)), about "
                    + "\(Text.number(bout.minutes, digits: 0)) min (95 %: "
                    + "\(Text.number(bout.interval.lowerBound, digits: 0)) to "
                    + "\(Text.number(bout.interval.upperBound, digits: 0))), ended by "
                    + Text.spaced(bout.endedBy))
        }
        return lines.joined(separator: "\n")
    }

    private var days: String {
        guard !account.days.isEmpty else { return "" }
        let lines = account.days.map { day in
            let values = day.measures.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
            return "  \(Text.clock(day.start)) to \(Text.clock(day.end)): \(values)"
        }
        return (["Whole days"] + lines).joined(separator: "\n")
    }

    private var findings: String {
        guard !account.findings.isEmpty else { return "Insights\n  none" }
        var lines = ["Insights"]
        for finding in account.findings {
            lines.append("  at \(Text.clock(finding.time))")
            let brief = FamilyBrief(
                headline: finding.headline, reason: finding.reason, data: finding.data,
                confidence: finding.confidence, confidenceKind: finding.confidenceKind)
            lines += brief.lines.map { "    " + $0 }
            lines += finding.wouldChangeIf.map { "    Would change if: \($0)" }
            lines += finding.limits.map { "    Limit: \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    private var notSaid: String {
        guard !account.notSaid.isEmpty else { return "" }
        return (["What this recording cannot say"] + account.notSaid.map { "  \($0)" })
            .joined(separator: "\n")
    }
}
