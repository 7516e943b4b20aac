public import Biosignals

/// How fast someone breathed within one stretch of time, what says so, and how sure it is.
public struct RespirationEstimate: Equatable, Sendable {
    /// What the rate was taken from. All but `direct` are derived: the heart's beats were measured,
    /// and breathing was read from what it does to them.
    public enum Source: String, CaseIterable, Sendable {
        /// Impedance or a belt: the chest itself.
        case direct
        case ecg
        case ppg
        case ecgAndPPG = "ecg+ppg"

        public var isDerived: Bool { self != .direct }
    }

    public var source: Source
    /// The stretch it speaks of, in seconds of its signal's timeline. The rate is that of the whole
    /// stretch: who may look back draws it at `centre`, who is live has it at `end`.
    public var start: Seconds
    public var end: Seconds
    /// Breaths a minute; unavailable where the quality is not usable.
    public var rate: Estimate<PerMinute>
    public var quality: SignalQuality

    public init(
        source: Source, start: Seconds, end: Seconds, rate: Estimate<PerMinute>,
        quality: SignalQuality
    ) {
        self.source = source
        self.start = start
        self.end = end
        self.rate = rate
        self.quality = quality
    }

    /// The same on a timeline on which its own begins at `origin`.
    public func moved(by origin: Seconds) -> Self {
        var moved = self
        moved.start = Seconds(start.value + origin.value)
        moved.end = Seconds(end.value + origin.value)
        return moved
    }

    public var centre: Seconds { Seconds((start.value + end.value) / 2) }
}
