/// A column's heading, taken apart: `ecg_mV`, `ecg [mV]`, `ecg (mV)`, `time_s`, `t`.
struct CSVColumnName: Equatable {
    let name: String
    /// Empty when the heading names no unit.
    let unitText: String

    init(_ heading: String) {
        let text = heading.trimmed
        for (open, close) in [("[", "]"), ("(", ")")] as [(Character, Character)] {
            guard text.last == close, let place = text.lastIndex(of: open) else { continue }
            let unit = text[text.index(after: place)...].dropLast().trimmed
            let front = String(text[..<place]).trimmed
            if !front.isEmpty, !unit.isEmpty {
                (name, unitText) = (front, unit)
                return
            }
        }
        if let place = text.lastIndex(of: "_"), place > text.startIndex {
            let tail = String(text[text.index(after: place)...])
            if Self.isUnit(tail) {
                (name, unitText) = (String(text[..<place]), tail)
                return
            }
        }
        (name, unitText) = (text, "")
    }

    private static func isUnit(_ tail: String) -> Bool {
        ["counts", "count", "adu", "adc", "s", "ms", "us", "sec", "seconds"]
            .contains(tail.lowercased()) || UnitScale(unitText: tail) != nil
    }

    /// Seconds per unit of a time column; nil for every other column.
    var secondsPerUnit: Double? {
        let isTime = ["t", "time", "timestamp", "seconds", "elapsed"].contains(name.lowercased())
        guard isTime else { return nil }
        switch unitText.lowercased() {
        case "", "s", "sec", "second", "seconds": return 1
        case "ms", "milliseconds": return 1e-3
        case "us", "µs", "μs", "microseconds": return 1e-6
        default: return nil
        }
    }

    /// A running number, which carries no signal.
    var isIndex: Bool {
        ["", "sample", "samples", "index", "idx", "n", "row"].contains(name.lowercased())
    }
}
