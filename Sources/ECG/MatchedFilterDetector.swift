import Biosignals
import DSP

/// The second family of detectors: how much each place of the signal looks like the running QRS,
/// the noise around it made white first.
///
/// Input:  decimated ECG in any unit, baseline and all, a block at a time.
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

    /// Takes a block; what it holds is looked at in `catchUp`.
    mutating func process(_ block: ArraySlice<Double>) {
        guard let first = block.first else { return }
        var last = last ?? first
        differences.append(block.count) { differences in
            for (place, sample) in zip(differences.indices, block) {
                differences[place] = sample - last
                last = sample
            }
        }
        self.last = last
    }

    /// Likenesses up to a sample that was taken, by the predictor and the shape of each.
    mutating func catchUp(to now: Int) {
        while errors.count <= now {
            let first = errors.count
            let count = min(now + 1 - first, whitener.remaining)
            var isRenewed = false
            differences.withSamples((first - NoiseWhitener.order)...(first + count - 1)) { lead in
                errors.append(count) { isRenewed = whitener.process(lead, into: $0) }
            }
            findLikenesses(of: count, from: first)
            if isRenewed { shape.whiten(whitener.coefficients) }
        }
    }

    private mutating func findLikenesses(of count: Int, from first: Int) {
        errors.withSamples((first - shape.length + 1)...(first + count - 1)) { lead in
            likenesses.append(count) { shape.likenesses(lead, into: $0) }
        }
    }

    /// The best likeness within 0.1 s of a place.
    func likeness(near index: Int) -> Likeness {
        let first = index - searchReach
        return likenesses.withSamples((first + delay)...(index + searchReach + delay)) { values in
            var (best, most) = (index, -Double.infinity)
            for place in values.indices where values[place] > most {
                (best, most) = (first + place, values[place])
            }
            return Likeness(index: best, value: most)
        }
    }

    /// How much of a place's whole swing, within `reach` samples, is still there behind it: 1 for a
    /// step of the baseline, little for a complex, which comes back to where it began.
    /// - Parameter now: no later sample is looked at.
    func stepShare(at index: Int, reach: Int, now: Int) -> Double {
        let end = min(index + reach, now)
        guard end > index - reach else { return 0 }
        return differences.withSamples((index - reach + 1)...end) { differences in
            var (sum, low, high) = (0.0, 0.0, 0.0)
            for difference in differences {
                sum += difference
                low = min(low, sum)
                high = max(high, sum)
            }
            return high > low ? abs(sum) / (high - low) : 0
        }
    }

    /// Takes the complex at a place into the running QRS.
    mutating func learn(at index: Int) {
        shape.learn(differences, at: index)
        shape.whiten(whitener.coefficients)
    }

    mutating func forget() { shape.forget() }

    /// Goes over the signal since `start` again, with the running QRS as it is now.
    mutating func review(since start: Int) {
        let first = max(start, errors.oldest + 2 * delay)
        guard first < errors.count else { return }
        errors.withSamples((first - shape.length + 1)...(errors.count - 1)) { lead in
            likenesses.replaceLast(errors.count - first) { shape.likenesses(lead, into: $0) }
        }
    }
}
