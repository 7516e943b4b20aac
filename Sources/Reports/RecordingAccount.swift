/// What a person wants to know about a recording that has been replayed, ready to be written out.
/// Plain values: whoever ran the recording fills it in.
public struct RecordingAccount: Encodable, Sendable {
    /// What spoke against a channel, and in what share of its seconds.
    public struct Complaint: Encodable, Sendable {
        public var reason: String
        public var share: Double

        public init(reason: String, share: Double) {
            self.reason = reason
            self.share = share
        }
    }

    public struct Datum: Encodable, Sendable {
        public var name: String
        public var text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    public struct BeatCount: Encodable, Sendable {
        /// `ecg` or `ppg`.
        public var source: String
        public var count: Int

        public init(source: String, count: Int) {
            self.source = source
            self.count = count
        }
    }

    public struct StateCount: Encodable, Sendable {
        public var state: String
        public var minutes: Int

        public init(state: String, minutes: Int) {
            self.state = state
            self.minutes = minutes
        }
    }

    public struct GapCount: Encodable, Sendable {
        public var channel: String
        public var count: Int
        public var seconds: Double

        public init(channel: String, count: Int, seconds: Double) {
            self.channel = channel
            self.count = count
            self.seconds = seconds
        }
    }

    public struct Channel: Encodable, Sendable {
        public var name: String
        public var role: String?
        public var unit: String
        public var hertz: Double
        /// Of several channels with a role only the first is used.
        public var isUsed: Bool
        /// Share of its seconds that were usable, 0…1; nil where quality is not judged.
        public var usable: Double?
        /// What spoke against the rest, with the share of seconds each was seen in.
        public var complaints: [Complaint]

        public init(
            name: String, role: String?, unit: String, hertz: Double, isUsed: Bool,
            usable: Double?,
            complaints: [Complaint]
        ) {
            self.name = name
            self.role = role
            self.unit = unit
            self.hertz = hertz
            self.isUsed = isUsed
            self.usable = usable
            self.complaints = complaints
        }
    }

    /// One row of the table: a stretch of time and what was measured in it.
    public struct Row: Encodable, Sendable {
        public var start: Double
        public var end: Double
        public var values: [String: Double]

        public init(start: Double, end: Double, values: [String: Double] = [:]) {
            self.start = start
            self.end = end
            self.values = values
        }
    }

    public struct Bout: Encodable, Sendable {
        public var start: Double
        public var end: Double
        public var minutes: Double
        public var interval: ClosedRange<Double>
        public var endedBy: String

        public init(
            start: Double, end: Double, minutes: Double, interval: ClosedRange<Double>,
            endedBy: String
        ) {
            self.start = start
            self.end = end
            self.minutes = minutes
            self.interval = interval
            self.endedBy = endedBy
        }
    }

    /// Heart rate variability of a whole day.
    public struct Day: Encodable, Sendable {
        public var start: Double
        public var end: Double
        public var measures: [Datum]

        public init(start: Double, end: Double, measures: [Datum]) {
            self.start = start
            self.end = end
            self.measures = measures
        }
    }

    public struct Finding: Encodable, Sendable {
        public var time: Double
        public var headline: String
        public var reason: String
        public var data: [Datum]
        public var confidence: Double
        public var confidenceKind: String
        public var wouldChangeIf: [String]
        public var limits: [String]

        public init(
            time: Double, headline: String, reason: String, data: [Datum],
            confidence: Double, confidenceKind: String, wouldChangeIf: [String], limits: [String]
        ) {
            self.time = time
            self.headline = headline
            self.reason = reason
            self.data = data
            self.confidence = confidence
            self.confidenceKind = confidenceKind
            self.wouldChangeIf = wouldChangeIf
            self.limits = limits
        }
    }

    public var title: String
    public var format: String
    public var startText: String?
    public var seconds: Double
    public var channels: [Channel] = []
    /// What whoever made the recording wrote about it.
    public var comments: [String] = []
    public var notices: [String] = []
    public var beats: [BeatCount] = []
    public var days: [Day] = []
    public var rows: [Row] = []
    public var epochs: [StateCount] = []
    public var bouts: [Bout] = []
    public var findings: [Finding] = []
    /// What this recording cannot support, in whole sentences.
    public var notSaid: [String] = []
    public var gaps: [GapCount] = []
    public var endedBy: String

    public init(title: String, format: String, seconds: Double, endedBy: String) {
        self.title = title
        self.format = format
        self.seconds = seconds
        self.endedBy = endedBy
    }
}
