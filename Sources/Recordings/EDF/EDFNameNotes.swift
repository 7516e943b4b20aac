public import Biosignals

/// Names and units of channels that do not fit an EDF header, and how the file tells them all the same:
/// a label of 16 letters that no other signal has, and at the beginning an annotation
/// `signal 3 is Körpertemperatur innen [°Ré]`.
public struct EDFNameNotes: Equatable, Sendable {
    /// One for each channel, as the header can hold it.
    public let labels: [String]
    /// To be put at time 0.
    public let annotations: [EDFAnnotation]
    /// For people, of each name that was shortened.
    public let notices: [String]

    static let labelBytes = 16
    static let unitBytes = 8

    public init(channels: [Channel]) {
        var labels: [String] = []
        var annotations: [EDFAnnotation] = []
        var notices: [String] = []
        var taken: Set<String> = []
        for (index, channel) in channels.enumerated() {
            let name = channel.name.headerText
            let unit = channel.statedUnit.headerText
            var label = Self.cut(name, Self.labelBytes)
            var number = 2
            while label.isEmpty || !taken.insert(label).inserted || Self.isReserved(label) {
                let end = "~\(number)"
                label = Self.cut(name, Self.labelBytes - end.utf8.count) + end
                number += 1
            }
            labels.append(label)
            guard label != name || Self.cut(unit, Self.unitBytes) != unit else { continue }
            annotations.append(
                EDFAnnotation(onset: 0, text: "\(Self.begin) \(index + 1) is \(name) [\(unit)]"))
            notices.append(
                "\(name) [\(unit)] stands as \(label) [\(Self.cut(unit, Self.unitBytes))] in the "
                    + "header, which has no more room; an annotation at the beginning says the whole"
            )
        }
        self.labels = labels
        self.annotations = annotations
        self.notices = notices
    }

    private static let begin = "signal"

    /// As the header's field will be read.
    private static func cut(_ text: String, _ width: Int) -> String {
        EDFText.field(EDFText.bytes(text, width: width))
    }

    private static func isReserved(_ label: String) -> Bool {
        EDFSignal(label: label, dimension: "", samplesPerRecord: 1).isAnnotations
    }

    /// The header's signals with the names and units that annotations of the first record tell.
    ///
    /// What does not begin as the header has it is not of our making, and left alone.
    static func told(by annotations: [EDFAnnotation], in signals: [EDFSignal]) -> [EDFSignal] {
        var signals = signals
        for annotation in annotations where annotation.text.hasPrefix(begin + " ") {
            let words = annotation.text.split(
                separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            guard words.count == 4, words[2] == "is", words[3].hasSuffix("]"),
                let index = Int(words[1]).map({ $0 - 1 }), signals.indices.contains(index),
                let bracket = words[3].lastIndex(of: "["), bracket > words[3].startIndex
            else { continue }
            let name = String(words[3][..<bracket].dropLast())
            let unit = String(words[3][words[3].index(after: bracket)...].dropLast())
            guard isLabel(signals[index].label, of: name),
                cut(unit, unitBytes) == signals[index].dimension
            else { continue }
            signals[index].label = name
            signals[index].dimension = unit
        }
        return signals
    }

    private static func isLabel(_ label: String, of name: String) -> Bool {
        if label == cut(name, labelBytes) { return true }
        guard let mark = label.lastIndex(of: "~") else { return false }
        let end = label[mark...]
        return label == cut(name, labelBytes - end.utf8.count) + end
    }
}
