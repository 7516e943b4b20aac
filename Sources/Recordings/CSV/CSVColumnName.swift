public import Biosignals

/// A column's heading, taken apart: `ecg_mV`, `ecg [mV]`, `ecg (mV)`, `time_s`, `t`.
public struct CSVColumnName: Equatable {
    let name: String
    /// Empty when the heading names no unit.
    let unitText: String

    /// - Parameter unit: that a sidecar gives for a column named so: then the heading is its name, unless
    ///   both say that it is a time.
    init(_ heading: String, sidecarUnit unit: String?) {
        let read = CSVColumnName(heading)
        let isTime =
            read.secondsPerUnit != nil
            && CSVColumnName(name: "t", unitText: unit ?? "").secondsPerUnit != nil
        let isTold = unit?.isEmpty == false && !isTime
        self = isTold ? CSVColumnName(name: heading, unitText: unit ?? "") : read
    }

    private init(name: String, unitText: String) {
        self.name = name
        self.unitText = unitText
    }

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

    /// The heading of a channel's column, which is read back as its name and its unit: `ecg_mV` where the
    /// unit is known to stand so, else `ecg [NU]`. A name that would make it a column of times gets an
    /// underscore.
    public static func heading(of channel: Channel) -> String {
        let name = channel.name.headerText
        // A bracket of its own would end the unit early.
        let unit = String(channel.statedUnit.headerText.filter { !"[]".contains($0) })
        for heading in ["\(name)_\(unit)", "\(name) [\(unit)]"] {
            let read = CSVColumnName(heading)
            if read.name == name, read.unitText == unit, read.secondsPerUnit == nil {
                return heading
            }
        }
        return "\(name)_ [\(unit)]"
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
        unitText.isEmpty
            && ["", "sample", "samples", "index", "idx", "n", "row"].contains(name.lowercased())
    }
}
