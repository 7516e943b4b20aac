import Foundation

extension BaselineAccount {
    /// A few lines for people.
    var text: String {
        var lines = measures.map(Self.line)
        if measures.isEmpty { lines.append("No baseline of this person yet.") }
        lines += answers.map {
            "\($0.kind): \($0.n) \($0.n == 1 ? "answer" : "answers"), \($0.yes) yes; \($0.account)"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ measure: Measure) -> String {
        let until = "\(measure.days) \(measure.days == 1 ? "day" : "days") to \(measure.newestDay)"
        let name = measure.measure
        let time = measure.minute.map { " at " + clock($0) } ?? ""
        guard let range = measure.range, let usual = measure.usual else {
            return "\(name): \(until); \(measure.reason ?? "")"
        }
        let unit = measure.unit.isEmpty ? "" : " " + measure.unit
        return "\(name): usual \(tenths(usual))\(unit)\(time), range \(tenths(range[0])) to "
            + "\(tenths(range[1]))\(unit) of \(measure.rangeDays ?? 0) days; \(until)"
    }

    private static func clock(_ minute: Int) -> String {
        String(format: "%02d:%02d", minute / 60, minute % 60)
    }

    private static func tenths(_ value: Double) -> String { String(format: "%.1f", value) }
}
