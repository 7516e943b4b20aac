import Biosignals
import DSP

/// The second family of detectors: how much each place of the signal looks like the running QRS,
/// the noise around it made white first.
///
/// Input:  decimated ECG in any unit, baseline and all, one sample at a time.
/// Output: the likeness of each place: 1 where the signal holds the running QRS just as it is, 0
///         where it holds nothing of it, negative where it holds the opposite; in multiples of that
///         QRS.
/// Delay:  `delay` samples.
/// It shares nothing with the energy detector but the input: no band, no threshold, no rectifying.
/// Electrode motion, which has energy in the QRS's band but another shape, hardly moves it.
/// Source: adaptive matched filtering, Hamilton & Tompkins (1988), Proc. IEEE EMBS 10:147, and
///         Xue, Hu & Tompkins (1992), doi:10.1109/10.126604; see `NoiseWhitener`. The reach covers a
///         QRS of normal width; argued, and little changed by 0.045 to 0.08 s on the noise mixes of
///         `QRSRules`.
struct MatchedFilterDetector: Sendable {
    struct Likeness: Sendable {
        /// Decimated sample at which the running QRS fits best.
        var index: Int
        var value: Double
    }

    private static let reach: Seconds = 0.06
    private static let searchReach: Seconds = 0.1

    private var whitener: NoiseWhitener
    /// Differences of the samples, and their prediction errors.
    private var differences: SampleHistory
    private var errors: SampleHistory
    /// The sample `n` is the likeness of the place `n − delay`.
    private var likenesses: SampleHistory
    private var shape: RunningShape
    private var last: Double?
    private let searchReach: Int
    /// From a place to the moment its likeness is known, samples.
    let delay: Int

    init(rate: Hertz) {
        whitener = NoiseWhitener(rate: rate)
        delay = max(2, Int((Self.reach.value * rate.value).rounded()))
        searchReach = Int((Self.searchReach.value * rate.value).rounded())
        differences = SampleHistory(holding: Int(12 * rate.value))
        errors = differences
        likenesses = differences
        shape = RunningShape(reach: delay)
    }

    var hasShape: Bool { shape.count > 0 }

    mutating func process(_ sample: Double) {
        let difference = sample - (last ?? sample)
        last = sample
        differences.append(difference)
        let (error, isRenewed) = whitener.process(difference)
        errors.append(error)
        likenesses.append(hasShape ? shape.likeness(errors, endingAt: errors.count - 1) : 0)
        if isRenewed { shape.whiten(whitener.coefficients) }
    }

    /// The best likeness within 0.1 s of a place.
    func likeness(near index: Int) -> Likeness {
        var best = Likeness(index: index, value: -.infinity)
        for place in (index - searchReach)...(index + searchReach) {
            let value = likenesses[place + delay]
            if value > best.value { best = Likeness(index: place, value: value) }
        }
        return best
    }

    /// How much of a place's whole swing, within `reach` samples, is still there behind it: 1 for a
    /// step of the baseline, little for a complex, which comes back to where it began.
    func stepShare(at index: Int, reach: Int) -> Double {
        var (sum, low, high) = (0.0, 0.0, 0.0)
        for place in (index - reach + 1)...(index + reach) {
            sum += differences[place]
            low = min(low, sum)
            high = max(high, sum)
        }
        return high > low ? abs(sum) / (high - low) : 0
    }

    /// Takes the complex at a place into the running QRS.
    mutating func learn(at index: Int) {
        shape.learn(differences, at: index)
        shape.whiten(whitener.coefficients)
    }

    mutating func forget() { shape.forget() }

    /// Goes over the signal since `start` again, with the running QRS as it is now.
    mutating func review(since start: Int) {
        for place in max(start, errors.oldest + 2 * delay)..<max(start, errors.count) {
            likenesses.replace(at: place, with: shape.likeness(errors, endingAt: place))
        }
    }
}
