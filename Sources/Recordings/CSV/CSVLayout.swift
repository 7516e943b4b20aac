public import Biosignals

/// What the beginning of a CSV file, its sidecar and the user's hints say about the whole of it.
///
/// A cell that is empty is a missing sample. Columns named `time`, `t` or `timestamp` (unit s, ms or us)
/// give the rate; `sample`, `index` and columns of words are ignored. A comma may be the decimal mark
/// where semicolons or tabs separate.
public struct CSVLayout: Equatable, Sendable {
    enum Column: Equatable, Sendable {
        case time(secondsPerUnit: Double)
        case channel(Int)
        case ignored
    }

    public let channels: [Channel]
    /// Rows per second.
    public let rate: Hertz
    public let notices: [String]
    let delimiter: UInt8
    let columns: [Column]
    let headings: [String]
    /// From the file's numbers to each channel's unit.
    let scales: [UnitScale]
    /// Line number of the header row, if there is one.
    let headerLine: Int?
    /// Whether the time column decides where gaps are.
    let usesTime: Bool
    /// What stands in the cell of a missing sample, besides nothing.
    let missingWord: String?

    var decimalComma: Bool { delimiter != UInt8(ascii: ",") }

    /// - Parameters:
    ///   - firstBytes: the beginning of the file, 64 kB or all of it.
    ///   - isWhole: whether that is all of it, so that its last line is complete.
    ///   - file: how errors name the file.
    public init(
        firstBytes: [UInt8], isWhole: Bool, sidecar: CSVSidecarFacts = CSVSidecarFacts(),
        hints: RecordingHints = RecordingHints(), file: String
    ) throws(RecordingError) {
        let preview = try CSVPreview(firstBytes, isWhole: isWhole, file: file)
        delimiter = preview.row.delimiter
        headerLine = preview.headerLine
        headings = try Self.headings(preview, sidecar, file)
        let words = preview.columnsOfWords(count: headings.count)

        var columns: [Column] = []
        var drafts: [(draft: ChannelDraft, scale: UnitScale)] = []
        var notices: [String] = []
        for (index, heading) in headings.enumerated() {
            let parts = CSVColumnName(heading, sidecarUnit: sidecar.units[heading])
            if let secondsPerUnit = parts.secondsPerUnit {
                columns.append(.time(secondsPerUnit: secondsPerUnit))
            } else if parts.isIndex || words.contains(index) {
                columns.append(.ignored)
                if !parts.isIndex { notices.append("column \(heading) holds words: ignored") }
            } else {
                columns.append(.channel(drafts.count))
                drafts.append(Self.draft(heading, parts, sidecar))
            }
        }
        guard !drafts.isEmpty else {
            throw RecordingError(
                file: file, place: .line(headerLine ?? 1), problem: .csvHasNoChannel)
        }
        let asked = try hints.checkedRate(file: file)
        let told = asked ?? sidecar.rate
        let timing = try Self.timing(
            columns, preview, told: told, isAsked: asked != nil, file: file)
        rate = timing.rate
        usesTime = timing.usesTime
        if asked != nil, columns.contains(where: { if case .time = $0 { true } else { false } }) {
            notices.append("time column ignored: read at \(timing.rate) as asked")
        }
        for (draft, _) in drafts where draft.unit == .counts {
            guard draft.unitText.isEmpty else { continue }
            notices.append("channel \(draft.name) has no unit: read as counts")
        }
        missingWord = sidecar.missingWord
        self.columns = columns
        scales = drafts.map(\.scale)
        channels = try ChannelDraft.channels(
            drafts.map { entry in
                var draft = entry.draft
                draft.rate = timing.rate
                return draft
            }, map: hints.map, file: file)
        self.notices =
            notices + channels.compactMap { $0.noticeOfUnit(as: "channel \($0.name)") }
    }

    private static func headings(
        _ preview: CSVPreview, _ sidecar: CSVSidecarFacts, _ file: String
    ) throws(RecordingError) -> [String] {
        if let header = preview.header { return header }
        guard !sidecar.columns.isEmpty else {
            throw RecordingError(file: file, place: .line(1), problem: .csvHasNoHeader)
        }
        return sidecar.columns
    }

    /// Text has no stored numbers; millionths of the unit stand for them.
    private static let textScale = DigitalScale(gain: 1_000_000, baseline: 0)

    private static func draft(
        _ heading: String, _ parts: CSVColumnName, _ sidecar: CSVSidecarFacts
    ) -> (draft: ChannelDraft, scale: UnitScale) {
        let told = sidecar.units[heading] ?? sidecar.units[parts.name]
        let unitText = told ?? parts.unitText
        let scale = UnitScale(unitText: unitText) ?? UnitScale(unit: .counts)
        let draft = ChannelDraft(
            name: parts.name, aliases: [heading], unit: scale.unit,
            unitText: unitText, rate: 1,
            scale: scale.unit == .counts ? .identity : textScale)
        return (draft, scale)
    }

    private static func timing(
        _ columns: [Column], _ preview: CSVPreview, told: Hertz?, isAsked: Bool, file: String
    ) throws(RecordingError) -> (rate: Hertz, usesTime: Bool) {
        if let told {
            guard rateRange.contains(told.value) else {
                throw RecordingError(file: file, problem: .rateInvalid(told))
            }
            // A sidecar knows the rate exactly; a time column beside it that agrees knows the gaps.
            let agrees = columns.enumerated().contains { index, column in
                guard case .time(let secondsPerUnit) = column else { return false }
                return preview.isTime(inColumn: index, secondsPerUnit, of: told)
            }
            return (told, !isAsked && agrees)
        }
        for (index, column) in columns.enumerated() {
            guard case .time(let secondsPerUnit) = column else { continue }
            guard let rate = preview.rate(ofColumn: index, secondsPerUnit: secondsPerUnit),
                rateRange.contains(rate)
            else { break }
            return (Hertz(rate), true)
        }
        throw RecordingError(file: file, problem: .csvHasNoRate)
    }
}
