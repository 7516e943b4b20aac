public import Biosignals

/// The channels of a WFDB record, and how the signals of its segments feed them.
public struct WFDBChannelPlan: Equatable, Sendable {
    public let channels: [Channel]
    public let notices: [String]
    /// Frames per second that the samples are counted at.
    public let rate: Hertz
    private let signals: [WFDBSignal]
    private let isVariable: Bool
    private let statedRate: Hertz

    /// - Parameters:
    ///   - record: the header the user asked for.
    ///   - layout: the header that describes the signals: `record` itself, or, of several segments,
    ///     the layout segment or the first that holds samples.
    /// - Throws: `RecordingError` if there is no signal or a hint cannot be followed.
    public init(
        record: WFDBHeader, layout: WFDBHeader, hints: RecordingHints, file: String
    ) throws(RecordingError) {
        guard !layout.signals.isEmpty else {
            throw RecordingError(file: file, problem: .noSignals)
        }
        let stated = record.rate
        rate = try hints.checkedRate(file: file) ?? stated
        statedRate = stated
        signals = layout.signals
        isVariable = record.hasVariableLayout
        let length = record.length
        let frameRate = rate.value
        let comments = record.comments + layout.comments
        let drafts = layout.signals.map { signal in
            let scale = signal.unitScale
            let stored = signal.format == .null && !record.hasVariableLayout ? 0 : 1
            return ChannelDraft(
                name: signal.name, unit: scale?.unit ?? .counts,
                unitText: signal.gain == nil ? ChannelUnit.counts.symbol : signal.unitText,
                rate: Hertz(frameRate * Double(signal.samplesPerFrame)),
                expectedCount: length.map { $0 * signal.samplesPerFrame * stored },
                scale: Self.digitalScale(signal, scale),
                latchPeriod: WFDBRecorderNotes.latchPeriod(of: signal.name, in: comments),
                statedRole: WFDBRecorderNotes.role(of: signal.name, in: comments))
        }
        channels = try ChannelDraft.channels(drafts, map: hints.map, file: file)
        notices = Self.notices(record, layout, channels, rate)
    }

    /// The way back from a channel's values to its stored numbers.
    private static func digitalScale(_ signal: WFDBSignal, _ unit: UnitScale?) -> DigitalScale {
        guard let unit, let gain = signal.gain else { return .identity }
        let perUnit = gain / unit.factor
        return DigitalScale(
            gain: perUnit, baseline: Double(signal.baseline) - unit.offset * perUnit)
    }

    private static func notices(
        _ record: WFDBHeader, _ layout: WFDBHeader, _ channels: [Channel], _ rate: Hertz
    ) -> [String] {
        var notices: [String] = []
        if rate != record.rate {
            notices.append("the header says \(record.rate); read at \(rate) as asked")
        } else if !record.isRateStated {
            notices.append("the header gives no sampling frequency; 250 Hz is the format's default")
        }
        for (index, signal) in layout.signals.enumerated() {
            let name = "channel \(index + 1) (\(channels[index].name))"
            if signal.gain == nil {
                notices.append("\(name) has no gain: read as counts")
            } else if let notice = channels[index].noticeOfUnit(as: name) {
                notices.append(notice)
            }
        }
        if record.baseTimeMilliseconds != nil, record.baseDate == nil {
            notices.append("the header gives a time of day without a date: no start known")
        }
        return notices
    }

    /// The files of one segment (or of the ordinary record) with the signals that each feeds.
    ///
    /// - Parameter frames: the segment's length as the record states it.
    /// - Throws: `RecordingError` if the segment contradicts the record in rate, length, signals, samples per
    ///   frame or unit.
    public func files(
        of segment: WFDBHeader, frames: Int? = nil, segmentFile: String
    ) throws(RecordingError) -> [(file: String, feeds: [WFDBSignalFeed])] {
        func disagreement(_ about: String) -> RecordingError {
            RecordingError(
                file: segmentFile,
                problem: .segmentDisagrees(segment: segment.name, about: about))
        }
        guard segment.rate == statedRate else { throw disagreement("the sampling frequency") }
        if let frames, let stated = segment.length, stated != frames {
            throw disagreement("its length")
        }
        guard segment.segments.isEmpty else { throw disagreement("being a single segment") }
        guard isVariable || segment.signals.count == signals.count else {
            throw disagreement("the number of signals")
        }
        var files: [(file: String, feeds: [WFDBSignalFeed])] = []
        var taken: Set<Int> = []
        for (index, signal) in segment.signals.enumerated() {
            let match = isVariable ? place(of: signal, besides: taken) : index
            guard let channel = match else { throw disagreement("the signal names") }
            taken.insert(channel)
            guard signal.samplesPerFrame == signals[channel].samplesPerFrame else {
                throw disagreement("the samples per frame of \(signal.name.quotedForPeople)")
            }
            let scale = signal.unitScale
            guard signal.isIn(unitOf: signals[channel]) else {
                throw disagreement("the unit of \(signal.name.quotedForPeople)")
            }
            guard signal.format != .null else { continue }
            let feed = WFDBSignalFeed(signal: signal, channel: channel, scale: scale)
            if let known = files.firstIndex(where: { $0.file == signal.file }) {
                files[known].feeds.append(feed)
            } else {
                files.append((signal.file, [feed]))
            }
        }
        return files
    }

    private func place(of signal: WFDBSignal, besides taken: Set<Int>) -> Int? {
        signals.indices.first { signals[$0].name == signal.name && !taken.contains($0) }
    }
}
