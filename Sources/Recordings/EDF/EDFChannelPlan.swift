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

    /// - Parameter records: in the file, if that is known, for the number of samples to expect.
    /// - Throws: `RecordingError` if there is no signal, none has a rate, or a hint cannot be
    ///   followed.
    public init(
        header: EDFHeader, records: Int? = nil, hints: RecordingHints = RecordingHints(),
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
        for (index, place) in signals.enumerated() {
            let signal = header.signals[place]
            let scale = signal.scale
            let unit = scale == nil ? nil : UnitScale(unitText: signal.dimension)
            let name = signal.label.isEmpty ? "signal \(place + 1)" : signal.label
            if scale == nil {
                notices.append("channel \(name) has no physical range: read as counts")
            } else if unit == nil, signal.dimension.lowercased() != ChannelUnit.counts.symbol {
                let told =
                    signal.dimension.isEmpty ? "no unit" : "the unit \(signal.dimension)"
                notices.append("channel \(name) has \(told): read as counts")
            }
            unitScales.append(unit ?? UnitScale(unit: .counts))
            digitalScales.append(scale)
            drafts.append(
                ChannelDraft(
                    name: name, aliases: [signal.label], unit: unit?.unit ?? .counts,
                    unitText: scale == nil ? ChannelUnit.counts.symbol : signal.dimension,
                    rate: Hertz(rates[index]),
                    expectedCount: records.map { $0 * signal.samplesPerRecord },
                    scale: Self.joined(scale, unit)))
        }
        self.unitScales = unitScales
        self.digitalScales = digitalScales
        self.notices = notices
        channels = try ChannelDraft.channels(drafts, map: hints.map, file: file)
    }

    /// The way back from a channel's values to its stored numbers.
    private static func joined(_ scale: DigitalScale?, _ unit: UnitScale?) -> DigitalScale {
        guard let scale else { return .identity }
        guard let unit else { return scale }
        let gain = scale.gain / unit.factor
        return DigitalScale(gain: gain, baseline: scale.baseline - unit.offset * gain)
    }
}
