import Agent
import EventContract
import Reports

/// A comparison of presets for a person: a column each, then why they differ.
struct ComparisonText {
    private let comparison: PresetComparison
    private static let nameWidth = 16
    private static let width = 13

    init(_ comparison: PresetComparison) { self.comparison = comparison }

    var text: String {
        var lines = ["intervals: \(comparison.correction)", "", header]
        lines += HRVAnalysis.measureNames.map(row)
        lines += [
            "", "Why they differ from \(comparison.base); what a choice does alone in brackets",
        ]
        lines += causes
        lines += ["", "What each tool would have done to the intervals itself (hrv --preset)"]
        lines += comparison.presets.map {
            "  \($0.preset): \(comparison.ownCorrections[$0.preset] ?? "")"
        }
        lines += ["", "What to know of each (every choice stands in --json)"]
        for card in comparison.cards {
            lines.append("  \(card.preset): \(card.tool)")
            lines += card.notes.map { "    \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var header: String {
        Text.pad("", Self.nameWidth)
            + comparison.presets.map { Text.padLeft($0.preset, Self.width) }.joined()
    }

    private func row(_ name: String) -> String {
        var unit = ""
        let cells = comparison.presets.map { payload -> String in
            let measure = payload.measures[name] ?? payload.measures["prv_" + name]
            unit = measure?.unit ?? unit
            let text = measure?.value.map { Self.number($0.value) } ?? "—"
            return Text.padLeft(text, Self.width)
        }
        return Text.pad(name, Self.nameWidth) + cells.joined() + "  " + unit
    }

    private var causes: [String] {
        var lines: [String] = []
        for difference in comparison.differences {
            let by = difference.relative.map { Self.percent($0.value) } ?? "from 0"
            lines.append("  \(difference.measure), \(difference.preset): \(by)")
            for cause in difference.because {
                let alone = cause.relative.map { " [\(Self.percent($0.value))]" } ?? ""
                lines.append(
                    "    \(cause.choice): \(cause.theirs) instead of \(cause.ours)\(alone)")
            }
        }
        guard lines.isEmpty else { return lines }
        let base = comparison.presets.first { $0.preset == comparison.base }
        let reasons = Set((base?.measures.values.compactMap(\.reason) ?? []))
        let hasValues = base?.measures.values.contains { $0.value != nil } ?? false
        return hasValues
            ? ["  They do not."]
            : ["  \(comparison.base) states nothing: \(reasons.sorted().joined(separator: ", "))."]
    }

    private static func number(_ value: Double) -> String {
        Text.number(value, digits: abs(value) < 1_000 ? 3 : 1)
    }

    private static func percent(_ share: Double) -> String {
        let digits = abs(share) < 0.001 ? 4 : abs(share) < 0.1 ? 2 : 1
        return (share < 0 ? "" : "+") + Text.number(100 * share, digits: digits) + " %"
    }
}
