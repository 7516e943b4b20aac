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
        public var errorMillisecondsMax: WireNumber?
        /// Of the board's clock against ours; absent in a replay and until known.
        public var skewPPM: WireNumber?
        public var jitterMilliseconds: WireNumber?
        public var alignmentMilliseconds: WireNumber?

        public init(
            synced: Bool, errorMillisecondsMax: Double? = nil, skewPPM: Double? = nil,
            jitterMilliseconds: Double? = nil, alignmentMilliseconds: Double? = nil
        ) {
            self.synced = synced
            self.errorMillisecondsMax = errorMillisecondsMax.flatMap { WireNumber($0, digits: 4) }
            self.skewPPM = skewPPM.flatMap { WireNumber($0, digits: 4) }
            self.jitterMilliseconds = jitterMilliseconds.flatMap { WireNumber($0, digits: 4) }
            self.alignmentMilliseconds = alignmentMilliseconds.flatMap { WireNumber($0, digits: 4) }
        }

        /// Whether to believe the time, without how the board's clock runs.
        public var brief: Clock {
            var clock = Clock(synced: synced)
            clock.errorMillisecondsMax = errorMillisecondsMax
            return clock
        }

        private enum CodingKeys: String, CodingKey {
            case synced
            case errorMillisecondsMax = "max_error_ms"
            case skewPPM = "skew_ppm"
            case jitterMilliseconds = "jitter_ms"
            case alignmentMilliseconds = "alignment_ms"
        }
    }

    public var device: Device
    public var channels: [String]
    public var samplingHertz: [String: WireNumber]
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
        self.samplingHertz = samplingHertz.compactMapValues { WireNumber($0) }
        self.window = window
        self.algorithm = algorithm
        self.inputs = inputs
        self.clock = clock
    }

    private enum CodingKeys: String, CodingKey {
        case device
        case channels
        case samplingHertz = "sampling_hz"
        case window
        case algorithm
        case inputs
        case clock
    }
}
