public import Biosignals

/// A WFDB header: what a record is made of.
///
/// Source: WFDB Applications Guide, header(5).
public struct WFDBHeader: Equatable, Sendable {
    public var name: String
    /// Frames per second; header(5) says 250 where the record line gives none.
    public var rate: Hertz
    public var isRateStated: Bool
    /// Ticks per second of a counter that ran beside the samples, and its value at sample 0.
    public var counterRate: Double?
    public var baseCounter: Double?
    /// Frames; nil when the header does not say (or says 0).
    public var length: Int?
    /// Milliseconds since midnight of the first sample.
    public var baseTimeMilliseconds: Int64?
    public var baseDate: CalendarDate?
    public var signals: [WFDBSignal]
    /// Empty in an ordinary record.
    public var segments: [WFDBSegment]
    public var comments: [String]

    public init(
        name: String, rate: Hertz, length: Int?, signals: [WFDBSignal] = [],
        segments: [WFDBSegment] = [], comments: [String] = []
    ) {
        self.name = name
        self.rate = rate
        self.isRateStated = true
        self.length = length
        self.signals = signals
        self.segments = segments
        self.comments = comments
    }

    /// Time of the first sample, the header's clock taken as UTC; nil unless both date and time
    /// are given.
    public var start: UTCTime? {
        guard let date = baseDate, let time = baseTimeMilliseconds else { return nil }
        return UTCTime(millisecondsSince1970: date.daysSince1970 * 86_400_000 + time)
    }

    /// Whether the first segment only describes the signals and the others hold any of them.
    public var hasVariableLayout: Bool {
        segments.first.map { $0.name != nil && $0.length == 0 } ?? false
    }

    /// The widest frame that is read, in samples: beyond it a header is damaged, not generous.
    static let frameSamplesMax = 65_536
    static let signalsMax = 4_096
    /// Frames; a day at 1 MHz is below 10¹¹.
    static let lengthMax = 10_000_000_000_000
}
