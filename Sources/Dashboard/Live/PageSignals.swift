/// Points of one trace.
public struct PageWave: Equatable, Sendable {
    public let channel: Int
    /// Of the first point.
    public let at: Double
    public let step: Double
    /// Nil is a gap.
    public let values: [Double?]
    /// Decimals worth sending.
    public let decimals: Int

    public init(channel: Int, at: Double, step: Double, values: [Double?], decimals: Int) {
        self.channel = channel
        self.at = at
        self.step = step
        self.values = values
        self.decimals = decimals
    }
}

/// A beat, pulse, breath or skin response.
public struct PageMark: Equatable, Sendable {
    public enum Kind: String, Sendable { case beat, pulse, breath, scr }

    public let channel: Int
    public let at: Double
    public let kind: Kind
    /// 0…1
    public let quality: Double
    public let isGood: Bool

    public init(channel: Int, at: Double, kind: Kind, quality: Double, isGood: Bool) {
        self.channel = channel
        self.at = at
        self.kind = kind
        self.quality = quality
        self.isGood = isGood
    }
}

/// How far a stretch of a trace can be trusted.
public struct PageQuality: Equatable, Sendable {
    public let channel: Int
    public let from: Double
    public let to: Double
    public let isUsable: Bool
    public let quality: Double?
    public let reasons: [String]

    public init(
        channel: Int, from: Double, to: Double, isUsable: Bool, quality: Double?,
        reasons: [String]
    ) {
        self.channel = channel
        self.from = from
        self.to = to
        self.isUsable = isUsable
        self.quality = quality
        self.reasons = reasons
    }
}
