/// The right answers that belong to a stretch of synthetic signal. All times are in seconds since
/// sample 0, exact and between samples; each list increases.
public struct SyntheticTruth: Equatable, Sendable {
    public struct Beat: Equatable, Sendable {
        /// Centre of the R wave: the summit of the clean ECG to within 0.1 ms.
        public let seconds: Double
        /// From the beat before it, ms.
        public let rrMilliseconds: Double
    }

    public struct Pulse: Equatable, Sendable {
        /// Where the tangent at the steepest rise meets the level of the pulse's onset.
        public let footSeconds: Double
        /// Systolic summit: of the clean PPG to within 2 ms.
        public let peakSeconds: Double
        /// R wave of the beat that sent it.
        public let beatSeconds: Double
    }

    /// One skin conductance response.
    public struct SCR: Equatable, Sendable {
        public let onsetSeconds: Double
        /// Of this response by itself; neighbours may overlap.
        public let peakSeconds: Double
        /// From onset to peak of this response by itself, µS.
        public let amplitudeMicrosiemens: Double
    }

    public internal(set) var beats: [Beat] = []
    public internal(set) var pulses: [Pulse] = []
    public internal(set) var scrs: [SCR] = []
    /// Where each inhalation begins.
    public internal(set) var breathSeconds: [Double] = []

    public init() {}

    /// Joins the truth of the stretch that follows.
    public mutating func append(_ next: SyntheticTruth) {
        beats += next.beats
        pulses += next.pulses
        scrs += next.scrs
        breathSeconds += next.breathSeconds
    }

    /// What lies in `range`, by the time of the R wave, pulse foot, SCR onset and breath.
    mutating func collect(
        _ range: Range<Double>, beats: [Beat], pulses: [Pulse], scrs: [SCR], breaths: [Breath]
    ) {
        self.beats += beats.filter { range.contains($0.seconds) }
        self.pulses += pulses.filter { range.contains($0.footSeconds) }
        self.scrs += scrs.filter { range.contains($0.onsetSeconds) }
        breathSeconds += breaths.lazy.map(\.start).filter { range.contains($0) }
    }
}
