public import Biosignals

/// What a `PPGProcessor` has found, in the order it was found. Emptied by the one who reads it.
///
/// `pulses`, `midpoints`, `feet` and `perfusionPercents` are parallel: one entry of each per pulse.
/// Positions are samples of the input, fraction included, from the first sample the processor ever
/// saw; nothing is revised. `Evidence.amplitude` is the pulse's height from foot to peak, and
/// `Evidence.positionSD` how sure the time is, in samples.
public struct PPGOutput: Sendable {
    /// Systolic peaks, oldest first: there is one for every pulse, but its top is flat, and where a
    /// pulse has two humps of like height either may be it.
    public var pulses: [Fiducial] = []
    /// Half-way up the upstroke: the surest time of a pulse, the one for intervals.
    public var midpoints: [Fiducial] = []
    /// Where the upstroke begins. A pulse whose upstroke began before the stream did has its foot
    /// and mid-point with a quality of 0.
    public var feet: [Fiducial] = []
    /// 100 · (peak − foot) / level half-way between them, %; nil unless the processor was told that
    /// the signal has a true zero.
    public var perfusionPercents: [Double?] = []
    /// Every whole second, judged once, in order.
    public var seconds: [SecondOfSignal] = []

    public init() {}

    /// Forgets everything but keeps the memory.
    public mutating func removeAll() {
        pulses.removeAll(keepingCapacity: true)
        midpoints.removeAll(keepingCapacity: true)
        feet.removeAll(keepingCapacity: true)
        perfusionPercents.removeAll(keepingCapacity: true)
        seconds.removeAll(keepingCapacity: true)
    }
}
