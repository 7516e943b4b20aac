/// A measure on the wire: a value, or null with the reason why there is none.
public struct WireMeasure: Codable, Hashable, Sendable {
    public var value: WireNumber?
    public var unit: String
    public var ci95: [WireNumber]?
    public var method: String?
    public var reason: String?
    public var detail: String?

    public init(value: Double, unit: String, ci95: [Double]? = nil, method: String? = nil) {
        self.value = WireNumber(value)
        self.unit = unit
        self.ci95 = ci95?.compactMap { WireNumber($0) }
        self.method = method
    }

    public init(unit: String, unavailable reason: String, detail: String, method: String? = nil) {
        self.unit = unit
        self.method = method
        self.reason = reason
        self.detail = detail
    }

    private enum CodingKeys: String, CodingKey {
        case value, unit, ci95, method, reason, detail
    }

    /// `value` is always there: null is an answer, a missing key is not.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(value, forKey: .value)
        try container.encode(unit, forKey: .unit)
        try container.encodeIfPresent(ci95, forKey: .ci95)
        try container.encodeIfPresent(method, forKey: .method)
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encodeIfPresent(detail, forKey: .detail)
    }
}

/// A stretch of a recording, in seconds since its first sample, and how much of it was usable.
public struct WireWindow: Codable, Hashable, Sendable {
    public var start_s: WireNumber?
    public var end_s: WireNumber?
    public var usable: WireNumber?

    public init(start: Double, end: Double, usable: Double? = nil) {
        start_s = WireNumber(start)
        end_s = WireNumber(end)
        self.usable = usable.flatMap { WireNumber($0) }
    }
}

/// Where numbers came from.
public struct WireProvenance: Codable, Hashable, Sendable {
    public struct Device: Codable, Hashable, Sendable {
        public var model: String
        public var firmware: String?

        public init(model: String, firmware: String? = nil) {
            self.model = model
            self.firmware = firmware
        }
    }

    public struct Window: Codable, Hashable, Sendable {
        public var start: String
        public var end: String

        public init(start: WireTime, end: WireTime) {
            self.start = start.text
            self.end = end.text
        }
    }

    public struct Algorithm: Codable, Hashable, Sendable {
        public var name: String
        public var version: String

        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    public struct Clock: Codable, Hashable, Sendable {
        public var synced: Bool
        public var max_error_ms: WireNumber?

        public init(synced: Bool, errorMillisecondsMax: Double? = nil) {
            self.synced = synced
            max_error_ms = errorMillisecondsMax.flatMap { WireNumber($0) }
        }
    }

    public var device: Device
    public var channels: [String]
    public var sampling_hz: [String: WireNumber]
    public var window: Window
    public var algorithm: Algorithm
    /// Identifiers of the events that these numbers were made from.
    public var inputs: [String]
    public var clock: Clock

    public init(
        device: Device, channels: [String], samplingHertz: [String: Double], window: Window,
        algorithm: Algorithm, inputs: [String], clock: Clock
    ) {
        self.device = device
        self.channels = channels
        sampling_hz = samplingHertz.compactMapValues { WireNumber($0) }
        self.window = window
        self.algorithm = algorithm
        self.inputs = inputs
        self.clock = clock
    }
}

/// The data of `hr`, `resp`, `eda` and `temp`.
public struct MeasuredPayload: Codable, Hashable, Sendable {
    public var source: String
    public var window: WireWindow
    public var measures: [String: WireMeasure]
    public var provenance: WireProvenance
    public var replay: Bool
    public var not_medical = true

    public init(
        source: String, window: WireWindow, measures: [String: WireMeasure],
        provenance: WireProvenance, replay: Bool
    ) {
        self.source = source
        self.window = window
        self.measures = measures
        self.provenance = provenance
        self.replay = replay
    }
}

/// The data of `hrv` and `prv`, and what `hrv --json` prints without the last three members.
public struct HRVPayload: Codable, Hashable, Sendable {
    public struct Beats: Codable, Hashable, Sendable {
        public var total: Int
        /// Counts by kind of edit: missed, extra, moved, excluded.
        public var edited: [String: Int]
        public var percentEdited: WireNumber?

        public init(total: Int, edited: [String: Int], percentEdited: Double) {
            self.total = total
            self.edited = edited
            self.percentEdited = WireNumber(percentEdited)
        }
    }

    public var preset: String
    public var source: String
    public var window: WireWindow
    public var beats: Beats
    public var measures: [String: WireMeasure]
    public var provenance: WireProvenance?
    public var replay: Bool?
    public var not_medical: Bool?

    public init(
        preset: String, source: String, window: WireWindow, beats: Beats,
        measures: [String: WireMeasure], provenance: WireProvenance? = nil, replay: Bool? = nil
    ) {
        self.preset = preset
        self.source = source
        self.window = window
        self.beats = beats
        self.measures = measures
        self.provenance = provenance
        self.replay = replay
        not_medical = provenance == nil ? nil : true
    }
}

/// The data of `quality`: a change in how far a channel can be trusted.
public struct QualityPayload: Codable, Hashable, Sendable {
    public var channel: String
    public var usable: Bool
    public var score: WireNumber?
    public var reasons: [String]
    public var since_s: WireNumber?
    public var replay: Bool
    public var not_medical = true

    public init(
        channel: String, usable: Bool, score: Double, reasons: [String], since: Double,
        replay: Bool
    ) {
        self.channel = channel
        self.usable = usable
        self.score = WireNumber(score)
        self.reasons = reasons
        since_s = WireNumber(since)
        self.replay = replay
    }
}

/// The data of `gap`: samples that were lost, or events that were dropped.
public struct GapPayload: Codable, Hashable, Sendable {
    public enum Of: String, Codable, Sendable { case samples, events }

    public var of: Of
    public var channel: String?
    public var start_s: WireNumber?
    public var end_s: WireNumber?
    public var count: Int
    public var reason: String
    public var replay: Bool
    public var not_medical = true

    public init(
        samples count: Int, channel: String, start: Double, end: Double, reason: String,
        replay: Bool
    ) {
        of = .samples
        self.channel = channel
        start_s = WireNumber(start)
        end_s = WireNumber(end)
        self.count = count
        self.reason = reason
        self.replay = replay
    }
}

/// The data of `session`: a recording began or ended.
public struct SessionPayload: Codable, Hashable, Sendable {
    public enum Phase: String, Codable, Sendable { case started, ended }

    public struct Channel: Codable, Hashable, Sendable {
        public var name: String
        public var role: String?
        public var unit: String
        public var hz: WireNumber?

        public init(name: String, role: String?, unit: String, hertz: Double) {
            self.name = name
            self.role = role
            self.unit = unit
            hz = WireNumber(hertz)
        }
    }

    public var phase: Phase
    public var session: String
    public var recording: String
    public var channels: [Channel]
    /// Seconds of signal, when the session has ended.
    public var duration_s: WireNumber?
    /// Why it ended: `endOfRecording`, `stopped`, `damaged`.
    public var ended_by: String?
    public var clock: WireProvenance.Clock
    public var replay: Bool
    public var not_medical = true

    public init(
        phase: Phase, session: String, recording: String, channels: [Channel],
        duration: Double? = nil, endedBy: String? = nil, clock: WireProvenance.Clock, replay: Bool
    ) {
        self.phase = phase
        self.session = session
        self.recording = recording
        self.channels = channels
        duration_s = duration.flatMap { WireNumber($0) }
        ended_by = endedBy
        self.clock = clock
        self.replay = replay
    }
}
