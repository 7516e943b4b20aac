/// How far a stretch of signal can be trusted, and what speaks against it.
public struct SignalQuality: Equatable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        case leadOff, flat, saturated, mains, motion, noise, implausible
        case detectorsDisagree, templateMismatch, gap
        /// Too little signal seen so far to judge.
        case settling
    }

    /// 0 (unusable) to 1 (clean). Below `usableMin` nothing is computed from the stretch.
    public var score: Double
    /// Every reason that lowered the score, strongest first; empty when nothing did.
    public var reasons: [Reason]

    public static let usableMin = 0.5
    public static let clean = SignalQuality(score: 1, reasons: [])

    public init(score: Double, reasons: [Reason]) {
        precondition((0...1).contains(score), "A quality lies between 0 and 1: \(score).")
        self.score = score
        self.reasons = reasons
    }

    public var isUsable: Bool { score >= Self.usableMin }
}

/// One whole second of one channel, judged.
public struct SecondOfSignal: Equatable, Sendable {
    /// Seconds since the first sample of the stream: this one covers [index, index + 1) s.
    public let index: Int
    public let quality: SignalQuality
    /// How much the signal moved beyond what the body's own rhythm explains: natural logarithm of
    /// the residual's RMS, in the signal's unit. Nil where the signal says nothing about motion.
    public let motionLogRMS: Double?
    /// The same residual by frequency; nil where the signal is too slow for it or says nothing.
    public let motionBands: MotionBands?

    public init(
        index: Int, quality: SignalQuality, motionLogRMS: Double? = nil,
        motionBands: MotionBands? = nil
    ) {
        self.index = index
        self.quality = quality
        self.motionLogRMS = motionLogRMS
        self.motionBands = motionBands
    }
}
