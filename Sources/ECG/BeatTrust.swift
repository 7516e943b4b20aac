import Biosignals
import RealModule

/// How likely a detection is a beat, and how noisy its surroundings are.
///
/// Input:  each beat's likeness to its class, its time and whether another detector found it too.
/// Output: a `Verdict` per beat.
/// A beat is trusted by a logistic sum of what it has in common with a well known class, of how it
/// stood out, of the rhythm and of the noise of late. Where the last beats left next to no rest the
/// quiet speaks for it too: what rises like a QRS there is one, however strange its shape, and
/// ectopy is not punished. As the noise rises to the height of the complexes the rhythm is listened
/// to: a false beat halves an interval, so steady intervals speak for the beats and jumping ones
/// against them, and beats at double the settled rate are not believed, as which of them is the
/// false one nobody knows; and a heart's complexes keep their height, artefacts have their own.
/// Source: the weights in quiet were fitted by logistic regression on the electrode-motion mixes of
///         dev (nstdb 101, 115, 122 and 21 further mitdb records with the same noise at 0, 6 and 12 dB)
///         and the clean mitdb records of dev, rounded by hand. What counts in noise alone (form,
///         features, limits and rounding) was chosen afterwards with all of those, the same noise
///         at −3 dB and the noise alone in view: no record of dev tests it.
struct BeatTrust: Sendable {
    struct Verdict: Sendable {
        /// 0…1: how far the beat can be believed.
        var quality: Double
        /// Natural logarithm of the noise over the height of the QRS.
        var logNoise: Double
        var reason: SignalQuality.Reason?
    }

    // What each piece of evidence weighs, in log odds. The offset puts the even chance where, at
    // 0 dB, 99.4 % of what lies above is right: a wrong beat costs more than a lost one.
    private static let offset = -2.35
    private static let slopeNoiseWeight = -3.2
    private static let noiseWeight = 1.9
    private static let recentNoiseWeight = -0.9
    private static let gainWeight = -2.5
    private static let knowledgeWeight = 0.21
    private static let heightWeight = -0.6
    private static let earlyWeight = -1.8
    private static let lateWeight = -2.3
    private static let marginWeight = 0.8
    private static let marginMax = 4.0
    /// Two families of detectors rarely make the same mistake. Set by hand: a fit found nothing in it
    /// that the margin does not say already.
    private static let confirmed = 0.0
    private static let unconfirmed = -0.5
    /// Logarithms of the noise below which the surroundings are quiet: of the two best of the last
    /// six beats, of the running mean, and of the beat itself.
    private static let quietBest = -2.4
    private static let quietMean = -2.2
    private static let quietOwn = -1.2
    /// Quiet adds its distance over `quietStep` to the log odds, and no more than `quietMax`.
    private static let quietStep = 0.15
    private static let quietMax = 2.0
    /// A QRS is short: less of the slopes' power near the R peak is a wave, not a beat.
    private static let concentrationMin = 0.5
    private static let concentrationStep = 0.05
    /// A stranger is as noisy as it looks, but no more than twice the noise of late.
    private static let strangerStep = 0.7
    private static let meanShare = 0.25
    /// Noise whose slopes stand out less than this against its size is slow: motion.
    private static let motionRatio = 3.0
    /// Noise level from which the intervals are looked at, full at 1. Of the clean
    /// ventricular beats of dev 97.6 % lie below it, of all clean beats 97.3 %.
    private static let noisyLevel = 0.3
    /// Mean jump between neighbouring intervals, as a logarithm, that a living rhythm may have, how
    /// far one jump counts, how much of it the mean takes, and what lies above weighs in log odds.
    private static let steadyMax = 0.2
    private static let jumpMax = 1.0
    private static let jumpShare = 0.25
    private static let unsteadyWeight = -20.0
    /// The level at which noise has its say in full, and there: what the logarithm of the mean jump
    /// weighs against one that says nothing, and what a height that differs weighs more.
    private static let noiseCounts = 0.6
    private static let jumpsWeight = -0.7
    private static let jumpsTypical = 0.25
    private static let jumpsLeast = 0.03
    private static let noisyHeightWeight = -1.0
    /// Beats at double the settled rate, from the one level to the other: 93 % of the clean beats of
    /// dev lie below the first, 97.7 % below the second.
    private static let doublingWeight = -6.0
    private static let doublingBounds = 0.2...0.3
    private static let unknown = Verdict(quality: 0.45, logNoise: -1.95, reason: .settling)

    private var mean: Double?
    private var recent = SIMD8<Double>(repeating: .infinity)
    private var next = 0
    private var intervals = LastEight()
    private var lastInterval: Double?
    /// Mean jump from one interval to the next, logarithm.
    private var jumps = 0.0
    private var rhythm = SettledRhythm()

    /// - Parameters:
    ///   - likeness: nil for the first beat of all.
    ///   - interval: time since the beat before.
    ///   - margin: the detection statistic, 1 where it is just enough.
    ///   - isConfirmed: whether an independent detector found it too; nil where none was asked.
    ///   - level: the detector's noise: 0 in quiet, 1 where it is nearly as high as the complexes.
    mutating func judge(
        _ likeness: BeatClasses.Likeness?, interval: Seconds, margin: Double, isConfirmed: Bool?,
        noise level: Double
    ) -> Verdict {
        let typical = intervals.median ?? interval.value
        if interval.value < 3 { intervals.append(interval.value) }
        guard let likeness else { return Self.unknown }
        let noise = logNoise(of: likeness)
        let mean = self.mean.map { $0 + (noise - $0) * Self.meanShare } ?? noise
        self.mean = mean
        recent[next] = noise
        next = (next + 1) % 6
        var odds = Self.offset + Self.slopeNoiseWeight * Self.log(likeness.slopeNoise, 0.01)
        odds += Self.noiseWeight * noise + Self.recentNoiseWeight * mean
        odds += Self.gainWeight * abs(Self.log(likeness.gain, 0.1))
        odds += Self.knowledgeWeight * Self.log(likeness.knowledge, 1)
        odds += Self.heightWeight * abs(Self.log(likeness.height, 0.05))
        odds += Self.marginWeight * max(0, min(Self.marginMax, margin))
        let late = Self.log(interval.value / typical, 0.05)
        odds += late < 0 ? Self.earlyWeight * -late : Self.lateWeight * late
        if let isConfirmed { odds += isConfirmed ? Self.confirmed : Self.unconfirmed }
        odds += evidenceOfNoise(interval: interval.value, height: likeness.height, level: level)
        let quiet = min(Self.quietBest - twoBest, Self.quietMean - mean, Self.quietOwn - noise)
        odds += max(0, min(Self.quietMax, quiet / Self.quietStep))
        let narrow =
            (likeness.concentration - Self.concentrationMin) / Self.concentrationStep
        let sum = min(odds, narrow)
        let quality = 1 / (1 + Double.exp(-max(-30, min(30, sum))))
        rhythm.learn(Self.log(interval.value, 0.05), quality: quality)
        return Verdict(
            quality: quality, logNoise: noise,
            reason: reason(for: likeness, isConfirmed: isConfirmed))
    }

    /// What is asked only where there is noise, in log odds.
    private mutating func evidenceOfNoise(
        interval: Double, height: Double, level: Double
    ) -> Double {
        let own = Self.log(interval, 0.05)
        jumps += (min(Self.jumpMax, abs(own - (lastInterval ?? own))) - jumps) * Self.jumpShare
        lastInterval = own
        let noisy = max(0, min(1, (level - Self.noisyLevel) / (1 - Self.noisyLevel)))
        var odds = Self.unsteadyWeight * noisy * max(0, jumps - Self.steadyMax)
        let jumping = Double.log(
            (jumps + Self.jumpsLeast) / (Self.jumpsTypical + Self.jumpsLeast))
        odds +=
            min(1, level / Self.noiseCounts)
            * (Self.jumpsWeight * jumping
                + Self.noisyHeightWeight * abs(Self.log(height, 0.05)))
        let (from, to) = (Self.doublingBounds.lowerBound, Self.doublingBounds.upperBound)
        odds +=
            Self.doublingWeight * rhythm.doubling(at: own)
            * max(0, min(1, (level - from) / (to - from)))
        return odds
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
