/// What a channel measures, as far as its name and unit tell.
public enum ChannelRole: String, CaseIterable, Sendable {
    case ecg, ppg, eda
    case respiration = "resp"
    case acceleration = "acc"
    case temperature = "temp"
}

/// The unit of a channel, reduced to those that measures are computed in.
public enum ChannelUnit: Equatable, Sendable {
    case millivolt, microsiemens, degreesCelsius, standardGravity
    /// Raw or unknown: beats, intervals and quality still work, amplitudes do not.
    case counts

    public var symbol: String {
        switch self {
        case .millivolt: Millivolt.symbol
        case .microsiemens: Microsiemens.symbol
        case .degreesCelsius: DegreesCelsius.symbol
        case .standardGravity: StandardGravity.symbol
        case .counts: ADCCounts.symbol
        }
    }
}

/// How a channel's values came from whole numbers: value = (digital − baseline) / gain. Known so
/// that a claim can name the very numbers it rests on.
public struct DigitalScale: Equatable, Sendable {
    /// Digital steps per unit of the channel; never zero.
    public let gain: Double
    /// The digital value that means zero.
    public let baseline: Double

    /// The value is the digital number itself.
    public static let identity = DigitalScale(gain: 1, baseline: 0)

    public init(gain: Double, baseline: Double) {
        precondition(gain != 0 && gain.isFinite, "A gain is finite and not zero: \(gain).")
        self.gain = gain
        self.baseline = baseline
    }

    /// The digital number a value came from, clamped to what 32 bits hold.
    @inlinable
    public func digital(_ value: Double) -> Int32 {
        let scaled = (value * gain + baseline).rounded()
        return Int32(max(-2_147_483_648, min(2_147_483_647, scaled)))
    }
}

/// One channel of a recording or a board, as the rooms above see it.
public struct Channel: Equatable, Sendable {
    /// The name in the file, made unique there if it was not.
    public let name: String
    public let role: ChannelRole?
    /// The unit the samples arrive in after decoding.
    public let unit: ChannelUnit
    /// The unit as the file spells it, for people.
    public let unitText: String
    public let rate: Hertz
    /// Samples that the file promises, if it does.
    public let expectedCount: Int?
    /// From values back to the whole numbers of the file.
    public let scale: DigitalScale
    /// How often the sensor really gives a new value, where that is less often than `rate`: the
    /// value in between is the last one, held. Nil where every sample is one of its own.
    public let latchPeriod: Seconds?

    /// The unit to write beside the samples: where no measure is computed in it, the one that the file
    /// names.
    public var statedUnit: String {
        unit == .counts && !unitText.isEmpty ? unitText : unit.symbol
    }

    public init(
        name: String, role: ChannelRole?, unit: ChannelUnit, unitText: String, rate: Hertz,
        expectedCount: Int? = nil, scale: DigitalScale = .identity, latchPeriod: Seconds? = nil
    ) {
        self.name = name
        self.role = role
        self.unit = unit
        self.unitText = unitText
        self.rate = rate
        self.expectedCount = expectedCount
        self.scale = scale
        self.latchPeriod = latchPeriod
    }
}

/// The next unbroken samples of one channel, in that channel's unit.
public struct SignalBlock: Equatable, Sendable {
    /// Index into the recording's list of channels.
    public let channel: Int
    /// Index of `samples[0]` at the channel's own rate. A jump from the end of the block before it
    /// is a gap.
    public let start: Int
    /// Finite values only.
    public var samples: [Double]

    public init(channel: Int, start: Int, samples: [Double]) {
        self.channel = channel
        self.start = start
        self.samples = samples
    }

    public var end: Int { start + samples.count }
}
