import Biosignals
import DSP
import Respiration

/// Breathing read from the beats of one channel: what the room Respiration makes of the samples and
/// beats as they come, on the session's timeline.
struct BeatBreathing: Sendable {
    private let rate: Hertz
    private var sampler: BeatModulationSampler?
    private var processor: DerivedRespirationProcessor
    private var modulations: [BeatModulation] = []
    private var output = DerivedRespirationOutput()

    private(set) var estimates: [RespirationEstimate] = []
    private(set) var breaths: [DerivedBreath] = []

    init(source: RespirationEstimate.Source, rate: Hertz) {
        self.rate = rate
        processor = DerivedRespirationProcessor(source: source)
    }

    /// - Parameter seconds: of the session, at which the samples begin; matters after a gap only.
    mutating func append(_ samples: [Double], at seconds: Double) {
        // Rates that no detector of beats takes have no sampler either.
        if sampler == nil {
            sampler = try? BeatModulationSampler(rate: rate, origin: Seconds(seconds))
        }
        sampler?.process(samples, beats: [], into: &modulations)
        advance()
    }

    /// - Parameter beats: found in the samples appended last or before.
    mutating func append(_ beats: [Fiducial]) {
        sampler?.process([], beats: beats, into: &modulations)
        advance()
    }

    /// A gap: nothing is drawn across it.
    mutating func interrupt() {
        sampler?.finish(into: &modulations)
        advance()
        sampler = nil
        processor.interrupt()
    }

    mutating func finish() {
        sampler?.finish(into: &modulations)
        advance()
        processor.finish(into: &output)
        collect()
    }

    mutating func removeAll(before seconds: Double) {
        estimates.removeAll { $0.end.value < seconds }
        breaths.removeAll { $0.time.value < seconds }
    }

    private mutating func advance() {
        processor.process(modulations, into: &output)
        modulations.removeAll(keepingCapacity: true)
        collect()
    }

    private mutating func collect() {
        estimates += output.estimates
        breaths += output.breaths
        output.removeAll()
    }
}
