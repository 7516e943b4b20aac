public import Biosignals

/// The channels of an EDF file, and the signals that hold its annotations.
public struct EDFChannelPlan: Equatable, Sendable {
    public let channels: [Channel]
    public let notices: [String]
    /// For each channel its signal in the header.
    public let signals: [Int]
    /// The signals that hold annotations.
    public let annotationSignals: [Int]
    /// From physical values to each channel's unit.
    let unitScales: [UnitScale]
    /// From stored numbers to physical values; nil delivers stored numbers.
    let digitalScales: [DigitalScale?]
    /// Seconds that one data record lasts, at the rates of `channels`.
    let recordSeconds: Double

    /// - Parameters:
    ///   - records: in the file, if that is known, for the number of samples to expect.
    ///   - filledSeconds: at the end of the last record that hold no samples.
    ///   - firstAnnotations: of the first data record, which may tell names that the header cuts.
    /// - Throws: `RecordingError` if there is no signal, none has a rate, or a hint cannot be
    ///   followed.
    public init(
        header: EDFHeader, records: Int? = nil, filledSeconds: Double = 0,
        firstAnnotations: [EDFAnnotation] = [], hints: RecordingHints = RecordingHints(),
        file: String
    ) throws(RecordingError) {
        annotationSignals = header.signals.indices.filter { header.signals[$0].isAnnotations }
        signals = header.signals.indices.filter { !header.signals[$0].isAnnotations }
        guard let fastest = signals.map({ header.signals[$0].samplesPerRecord }).max() else {
            throw RecordingError(file: file, problem: .edf(.noSignals))
        }
        let asked = try hints.checkedRate(file: file)
        var notices = header.notices
        var rates: [Double] = []
        if let asked {
            // The fastest signals are read at this rate, the others in proportion.
            rates = signals.map {
                asked.value * Double(header.signals[$0].samplesPerRecord) / Double(fastest)
            }
            recordSeconds = Double(fastest) / asked.value
            notices.append("the fastest signal is read at \(asked) as asked")
        } else {
            guard header.recordDuration.mantissa > 0 else {
                throw RecordingError(
                    file: file, place: .byte(244), problem: .edf(.recordLastsNoTime))
            }
            rates = signals.map { header.rate(of: header.signals[$0]) }
            recordSeconds = header.recordSeconds
        }
        for rate in rates where !rateRange.contains(rate) {
            throw RecordingError(file: file, problem: .rateInvalid(Hertz(rate)))
        }
        var drafts: [ChannelDraft] = []
        var unitScales: [UnitScale] = []
        var digitalScales: [DigitalScale?] = []
        let named = EDFNameNotes.told(by: firstAnnotations, in: header.signals)
        for (index, place) in signals.enumerated() {
            let signal = named[place]
            let scale = signal.scale
            let unit = scale == nil ? nil : UnitScale(unitText: signal.dimension)
            let name = signal.label.isEmpty ? "signal \(place + 1)" : signal.label
            if scale == nil {
                notices.append("channel \(name) has no physical range: read as counts")
            } else if unit == nil, signal.dimension.isEmpty {
                notices.append("channel \(name) has no unit: read as counts")
            }
            unitScales.append(unit ?? UnitScale(unit: .counts))
            digitalScales.append(scale)
            drafts.append(
                ChannelDraft(
                    name: name, aliases: [header.signals[place].label], unit: unit?.unit ?? .counts,
                    unitText: scale == nil ? ChannelUnit.counts.symbol : signal.dimension,
                    rate: Hertz(rates[index]),
                    expectedCount: records.map {
                        $0 * signal.samplesPerRecord
                            - Int((filledSeconds * rates[index]).rounded(.down))
                    },
                    scale: Self.joined(scale, unit)))
        }
        self.unitScales = unitScales
        self.digitalScales = digitalScales
        channels = try ChannelDraft.channels(drafts, map: hints.map, file: file)
        self.notices =
            notices + channels.compactMap { $0.noticeOfUnit(as: "channel \($0.name)") }
    }

    /// The way back from a channel's values to its stored numbers.
    private static func joined(_ scale: DigitalScale?, _ unit: UnitScale?) -> DigitalScale {
        guard let scale else { return .identity }
        guard let unit else { return scale }
        let gain = scale.gain / unit.factor
        return DigitalScale(gain: gain, baseline: scale.baseline - unit.offset * gain)
    }
}
