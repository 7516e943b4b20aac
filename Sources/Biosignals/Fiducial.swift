/// A point on a signal with a physiological meaning, found to a fraction of a sample.
public struct Fiducial: Equatable, Sendable {
    public enum Kind: String, Sendable {
        case rPeak, pulseFoot, pulseMidpoint, systolicPeak, scrOnset, inhaleOnset
    }

    /// What the detector knew when it decided, for those who must judge or edit the beat later.
    public struct Evidence: Equatable, Sendable {
        /// Height of the deflection against its surroundings, in the signal's unit.
        public var amplitude: Double
        /// Pearson correlation with the running template; nil while there is none yet.
        public var templateCorrelation: Double?
        /// Detection statistic over its threshold; 1 is just enough.
        public var margin: Double
        /// Found by looking back with a lowered threshold.
        public var foundBySearchBack: Bool
        /// Whether an independent detector of another family found it too; nil where none was asked.
        public var isConfirmed: Bool?
        /// Standard deviation of the position's error, samples, estimated from the signal itself;
        /// nil while it is not known.
        public var positionSD: Double?
        /// The deflection as eight coefficients of a fixed basis, for comparing beats of one stream with
        /// one another; nil where nobody took them.
        public var shape: SIMD8<Float>?

        public init(
            amplitude: Double, templateCorrelation: Double? = nil, margin: Double,
            foundBySearchBack: Bool = false, isConfirmed: Bool? = nil, positionSD: Double? = nil,
            shape: SIMD8<Float>? = nil
        ) {
            self.amplitude = amplitude
            self.templateCorrelation = templateCorrelation
            self.margin = margin
            self.foundBySearchBack = foundBySearchBack
            self.isConfirmed = isConfirmed
            self.positionSD = positionSD
            self.shape = shape
        }
    }

    public var kind: Kind
    /// In samples from the first sample of the stream, fraction included.
    public var position: Double
    /// 0 (do not use) to 1 (as good as they come).
    public var quality: Double
    public var evidence: Evidence

    public init(kind: Kind, position: Double, quality: Double, evidence: Evidence) {
        self.kind = kind
        self.position = position
        self.quality = quality
        self.evidence = evidence
    }
}
