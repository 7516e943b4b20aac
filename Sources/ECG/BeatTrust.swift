import Biosignals
import RealModule

/// How likely a detection is a beat, and how noisy its surroundings are.
///
/// Input:  each beat's likeness to its class, its time and whether another detector found it too.
/// Output: a `Verdict` per beat.
/// A beat is trusted by a logistic sum of what it has in common with the running QRS and a well known
/// class, of how far it is ahead of its rivals, and of the rhythm. Where the last beats left next to
/// no rest the quiet speaks for it too: what rises like a QRS there is one, however strange its
/// shape, and ectopy is not punished. In noise the rhythm speaks against it: a false beat halves an
/// interval, so intervals that keep jumping there mean false beats, and which of them is the false
/// one nobody knows.
/// Source: weights of a logistic regression on the 25 mitdb records of dev with the electrode motion
///         of nstdb (both leads) added at 0, −3 and 6 dB, clean, and on that motion alone; false beats
///         count double. Fitted four times, each on half of the records with half of the noise: the
///         signs agree, and beats called good at 0 dB in the half neither seen were right in 98.7 to
///         99.3 %. What is here was rounded by hand with all in view: 98.8 to 99.3 % in each half.
struct BeatTrust: Sendable {
    struct Verdict: Sendable {
        /// 0…1: how far the beat can be believed.
        var quality: Double
        /// Natural logarithm of the noise over the height of the QRS.
        var logNoise: Double
        var reason: SignalQuality.Reason?
    }

    // What each piece of evidence weighs, in log odds. The offset puts the even chance where, at
    // 0 dB, 99.3 % of what lies above is right: a wrong beat costs more than a lost one.
    private static let offset = -3.2
    /// Of the correlation with the class, and of what the matched filter finds lacking.
    private static let correlationWeight = 1.0
    private static let matchWeight = 3.0
    private static let matchMax = 0.8
    private static let gainWeight = -0.5
    private static let gainMax = 1.0
    private static let knowledgeWeight = 0.25
    private static let earlyWeight = -1.2
    private static let leadWeight = 0.1
    private static let leadBounds = -3.0...6.0
    /// Of slopes that rest less than `calmSlopes`, a logarithm: more than that says nothing.
    private static let calmWeight = 1.5
    private static let calmSlopes = -1.0
    /// Logarithms of the noise below which the surroundings are quiet: of the two best of the last
    /// six beats, of the running mean, and of the beat itself.
    private static let quietBest = -2.4
    private static let quietMean = -2.2
    private static let quietOwn = -1.2
    /// Quiet adds its distance over `quietStep` to the log odds `quietWeight` times, `quietMax` at
    /// most, and less where the detector meets noise.
    private static let quietStep = 0.15
    private static let quietMax = 2.0
    private static let quietWeight = 2.0
    /// A QRS is short: less of the slopes' power near the R peak is a wave, not a beat.
    private static let concentrationMin = 0.5
    private static let concentrationStep = 0.05
    /// A stranger is as noisy as it looks, but no more than twice the noise of late.
    private static let strangerStep = 0.7
    private static let meanShare = 0.25
    /// Noise whose slopes stand out less than this against its size is slow: motion.
    private static let motionRatio = 3.0
    /// The detector's noise from which the rhythm counts in full, and quiet not at all. Of the clean
    /// beats of dev 97 % lie below it, of those at 0 dB next to none.
    private static let noisyLevel = 0.3
    /// Intervals jump from one to the next; how far one jump counts, as a logarithm, how much of it
    /// the mean takes, the mean of a living rhythm in noise, the jump that timing alone makes, and
    /// what the logarithm of the mean weighs.
    private static let jumpMax = 1.0
    private static let jumpShare = 0.25
    private static let jumpTypical = 0.2
    private static let jumpLeast = 0.03
    private static let unsteadyWeight = -1.5
    private static let unknown = Verdict(quality: 0.45, logNoise: -1.95, reason: .settling)

    private var mean: Double?
    private var recent = SIMD8<Double>(repeating: .infinity)
    private var next = 0
    private var intervals = LastEight()
    private var lastInterval: Double?
    /// Mean jump from one interval to the next, logarithm.
    private var jumps = 0.0

    /// - Parameters:
    ///   - likeness: nil for the first beat of all.
    ///   - interval: time since the beat before.
    ///   - match: the matched filter's likeness to the running QRS.
    ///   - lead: how far its weight is ahead of the weightiest rival since the beat before.
    ///   - isConfirmed: whether an independent detector found it too; nil where none was asked.
    ///   - level: the detector's noise: 0 in quiet, 1 where it is nearly as high as the complexes.
    mutating func judge(
        _ likeness: BeatClasses.Likeness?, interval: Seconds, match: Double, lead: Double,
        isConfirmed: Bool?, noise level: Double
    ) -> Verdict {
        let typical = intervals.median ?? interval.value
        if interval.value < 3 { intervals.append(interval.value) }
        guard let likeness else { return Self.unknown }
        let noise = logNoise(of: likeness)
        let mean = self.mean.map { $0 + (noise - $0) * Self.meanShare } ?? noise
        self.mean = mean
        recent[next] = noise
        next = (next + 1) % 6
        let calm = Self.calmSlopes - Self.log(likeness.slopeNoise, 0.01)
        let gain = min(Self.gainMax, abs(Self.log(likeness.gain, 0.1)))
        let early = -Self.log(interval.value / max(0.2, typical), 0.05)
        let bounds = Self.leadBounds
        var odds = Self.offset + Self.correlationWeight * likeness.correlation
        odds += Self.matchWeight * min(0, match - Self.matchMax)
        odds += Self.gainWeight * gain + Self.calmWeight * max(0, calm)
        odds += Self.knowledgeWeight * Self.log(likeness.knowledge, 1)
        odds += Self.leadWeight * max(bounds.lowerBound, min(bounds.upperBound, lead))
        odds += Self.earlyWeight * max(0, early)
        let noisy = max(0, min(1, level / Self.noisyLevel))
        odds += noisy * Self.unsteadyWeight * unsteadiness(with: interval.value)
        let quiet = min(Self.quietBest - twoBest, Self.quietMean - mean, Self.quietOwn - noise)
        odds +=
            (1 - noisy) * Self.quietWeight * max(0, min(Self.quietMax, quiet / Self.quietStep))
        let narrow =
            (likeness.concentration - Self.concentrationMin) / Self.concentrationStep
        let sum = min(odds, narrow)
        return Verdict(
            quality: 1 / (1 + Double.exp(-max(-30, min(30, sum)))), logNoise: noise,
            reason: reason(for: likeness, isConfirmed: isConfirmed))
    }

    /// How much the intervals jump of late against what a rhythm may in noise, a logarithm: below 0
    /// where they are steady.
    private mutating func unsteadiness(with interval: Double) -> Double {
        let own = Self.log(interval, 0.05)
        jumps += (min(Self.jumpMax, abs(own - (lastInterval ?? own))) - jumps) * Self.jumpShare
        lastInterval = own
        return Double.log((jumps + Self.jumpLeast) / (Self.jumpTypical + Self.jumpLeast))
    }

    private func logNoise(of likeness: BeatClasses.Likeness) -> Double {
        let own = Self.log(likeness.noise, 0.01)
        guard likeness.isStranger, let mean else { return own }
        return min(own, mean + Self.strangerStep)
    }

    private func reason(
        for likeness: BeatClasses.Likeness, isConfirmed: Bool?
    ) -> SignalQuality.Reason {
        if isConfirmed == false { return .detectorsDisagree }
        if likeness.isStranger { return .templateMismatch }
        return likeness.slopeNoise < Self.motionRatio * likeness.noise ? .motion : .noise
    }

    private var twoBest: Double {
        var (first, second) = (Double.infinity, Double.infinity)
        for index in 0..<6 {
            let value = recent[index]
            if value < first {
                second = first
                first = value
            } else {
                second = min(second, value)
            }
        }
        return second.isFinite ? (first + second) / 2 : first
    }

    private static func log(_ value: Double, _ least: Double) -> Double {
        Double.log(max(least, value))
    }
}
