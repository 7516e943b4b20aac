/// The intervals of the last five minutes and what was done to them.
public struct PageTachogram: Equatable, Sendable {
    public enum Kind: Int, Sendable { case normal, inserted, moved, deletedBefore, ectopic }

    public struct Point: Equatable, Sendable {
        public let at: Double
        public let milliseconds: Double
        public let kind: Kind

        public init(at: Double, milliseconds: Double, kind: Kind) {
            self.at = at
            self.milliseconds = milliseconds
            self.kind = kind
        }
    }

    /// `ecg` or `ppg`.
    public let source: String
    public let points: [Point]

    public init(source: String, points: [Point]) {
        self.source = source
        self.points = points
    }
}

/// Each interval over the one before it, or why there is no such picture.
public enum PagePoincare: Equatable, Sendable {
    /// ms
    case plot(sd1: Double, sd2: Double, mean: Double, points: [[Double]])
    case unavailable(String)
}

/// Where the variability lies, or why that is not known.
public enum PageSpectrum: Equatable, Sendable {
    public struct Band: Equatable, Sendable {
        public let name: String
        /// Hz
        public let low: Double
        public let high: Double
        /// ms²
        public let power: Double

        public init(name: String, low: Double, high: Double, power: Double) {
            self.name = name
            self.low = low
            self.high = high
            self.power = power
        }
    }

    /// `density` in ms²/Hz, at `first` + k · `step` Hz.
    case density(
        first: Double, step: Double, density: [Double], bands: [Band], breathingHertz: Double?,
        preset: String)
    case unavailable(String)
}

/// One number with what is known about it.
public struct PageTile: Equatable, Sendable {
    public let id: String
    public let label: String
    public let value: Double?
    public let unit: String
    public var interval95: ClosedRange<Double>?
    public var noiseFloor: Double?
    /// Why there is no value.
    public var reason: String?
    public var windowSeconds: Double?
    public let at: Double
    public let source: String
    public var method: String

    public init(
        id: String, label: String, value: Double?, unit: String,
        interval95: ClosedRange<Double>? = nil, noiseFloor: Double? = nil, reason: String? = nil,
        windowSeconds: Double? = nil, at: Double, source: String, method: String = ""
    ) {
        self.id = id
        self.label = label
        self.value = value
        self.unit = unit
        self.interval95 = interval95
        self.noiseFloor = noiseFloor
        self.reason = reason
        self.windowSeconds = windowSeconds
        self.at = at
        self.source = source
        self.method = method
    }
}

/// What the minutes were spent with.
public struct PageTimeline: Equatable, Sendable {
    public enum State: String, Sendable {
        case stationary, active, asleep
        case notWorn = "not_worn"
        case unknown
    }

    public struct Epoch: Equatable, Sendable {
        public let start: Double
        public let end: Double
        public let state: State
        /// 0…1
        public let probability: Double

        public init(start: Double, end: Double, state: State, probability: Double) {
            self.start = start
            self.end = end
            self.state = state
            self.probability = probability
        }
    }

    public let epochs: [Epoch]

    public init(epochs: [Epoch]) { self.epochs = epochs }
}
