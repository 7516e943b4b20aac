public import Biosignals
public import DSP

/// Gives the beats of a signal what breathing may have changed about them.
///
/// Input:  the samples a detector is given, 5…4,000 Hz, and the beats it found in them; positions
///         count from the first sample ever seen, as the detector's do. A sample that is not finite
///         counts as the last one that was.
/// Output: one `BeatModulation` for each beat: height from its evidence, level from the samples about
///         it, interval from the beat before.
/// Delay:  0.3 s after the beat, or none where the detector is slower than that. The output does not
///         depend on how the input was cut, as long as beats arrive within 20 s.
/// Source: the level is the slow signal that breathing moves: baseline wander under an ECG, venous
///         return under a PPG (BW, Charlton et al. 2016, doi:10.1088/0967-3334/37/4/610).
/// Throws: `DSPError.rateOutOfRange` outside 5…4,000 Hz.
public struct BeatModulationSampler: Sendable {
    /// The level is the mean of so much to each side of a beat: together about one beat, so that
    /// the beat's own shape is averaged away. BIDMC shows little difference from 0.2 to 0.5 s.
    private static let reach: Seconds = 0.3
    private static let patience: Seconds = 20
    /// Beats further apart than this may have lost one between them.
    private static let intervalMax: Seconds = 2

    private let rate: Double
    private let reach: Int
    private let origin: Double
    private var samples: SampleHistory
    private var last = 0.0
    private var waiting: [Fiducial] = []
    /// When the last beat was, if it is one to count an interval from.
    private var before: Double?

    /// - Parameter origin: where on the recording's timeline the first sample lies.
    public init(rate: Hertz, origin: Seconds = 0) throws(DSPError) {
        guard (5...4_000).contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: 5...4_000)
        }
        self.rate = rate.value
        self.origin = origin.value
        reach = Int((Self.reach.value * rate.value).rounded())
        samples = SampleHistory(holding: Int(Self.patience.value * rate.value))
    }

    /// Takes the next samples and the beats they made known, oldest first.
    public mutating func process(
        _ chunk: [Double], beats: [Fiducial], into output: inout [BeatModulation]
    ) {
        waiting.append(contentsOf: beats)
        var given = 0
        giveReady(from: &given, into: &output)
        for sample in chunk {
            if sample.isFinite { last = sample }
            samples.append(last)
            giveReady(from: &given, into: &output)
        }
        waiting.removeFirst(given)
    }

    /// Ends the stream: gives the beats that still waited for samples after them.
    public mutating func finish(into output: inout [BeatModulation]) {
        for beat in waiting { output.append(modulation(of: beat)) }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func giveReady(from given: inout Int, into output: inout [BeatModulation]) {
        while given < waiting.count,
            waiting[given].position + Double(reach + 1) < Double(samples.count)
        {
            output.append(modulation(of: waiting[given]))
            given += 1
        }
    }

    private mutating func modulation(of beat: Fiducial) -> BeatModulation {
        let time = beat.position / rate
        let isUsable = beat.quality >= SignalQuality.usableMin
        let interval = before.map { time - $0 }.flatMap { $0 <= Self.intervalMax.value ? $0 : nil }
        before = isUsable ? time : nil
        return BeatModulation(
            time: Seconds(origin + time), amplitude: beat.evidence.amplitude,
            level: level(about: beat.position), interval: interval.map { Seconds($0) },
            quality: beat.quality)
    }

    private func level(about position: Double) -> Double? {
        guard samples.count > 0, position.isFinite else { return nil }
        let middle = Int(max(0, min(position, Double(samples.count - 1))).rounded())
        let start = max(samples.oldest, middle - reach)
        let end = min(samples.count - 1, middle + reach)
        guard start <= end else { return nil }
        var sum = 0.0
        for index in start...end { sum += samples[index] }
        return sum / Double(end - start + 1)
    }
}
