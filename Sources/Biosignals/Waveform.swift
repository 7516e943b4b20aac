/// An unbroken run of evenly spaced samples of one channel, in one unit.
///
/// Shape:  `samples[i]` was taken at sample index `start + i` of its recording, oldest first.
/// Range:  every sample is finite. What was lost or invalid is a gap between two waveforms, never
///         a zero or a NaN inside one.
public struct Waveform<Unit: Quantity>: Equatable, Sendable {
    public let rate: Hertz
    public let start: Int
    public var samples: [Double]

    public init(rate: Hertz, start: Int = 0, samples: [Double]) {
        precondition(rate.value > 0 && rate.value.isFinite, "A sampling rate is positive: \(rate).")
        self.rate = rate
        self.start = start
        self.samples = samples
    }

    /// The index after the last sample: where the next waveform starts if nothing was lost.
    public var end: Int { start + samples.count }
}
