import Biosignals
import RealModule

/// Which breathing rates one evenly spaced stretch of a modulation speaks for.
///
/// Input:  `sampleCount` samples at 4 Hz, 32 s, any unit. Output: shares of one, `binCount` of them,
///         from 0.08 to 0.6 Hz (5 to 36 a minute) 1/128 Hz apart; nothing above half the heart rate.
/// The straight line is taken away, a Hann window laid over, and the power multiplied by its
/// frequency up to 0.4 Hz: what moves heart beats besides breathing has a spectrum like 1/f
/// (Kobayashi & Musha 1982, doi:10.1109/TBME.1982.324972), which this makes flat, so that a slow
/// drift does not pass for slow breathing. Above 0.4 Hz, where the high-frequency band of heart rate
/// variability ends, the errors of measuring prevail, which are white already.
struct BreathingSpectrum: Sendable {
    static let rate: Hertz = 4
    static let sampleCount = 128
    /// Of the transform whose bins these are: four times the samples.
    private static let transformLength = 512
    private static let firstBin = 11
    private static let lastBin = 76
    static let binCount = lastBin - firstBin + 1
    private static let halfCount = sampleCount / 2
    private static let whiteningMax: Hertz = 0.4
    /// Rounding noise of a constant stretch is below this share of its level.
    private static let roundingShare = 1e-9

    /// The window times cosine or sine for each sample of the later half, bin after bin.
    private let cosines: [Double]
    private let sines: [Double]
    private var real = [Double](repeating: 0, count: binCount)
    private var imaginary = [Double](repeating: 0, count: binCount)

    static func frequency(ofBin bin: Double) -> Double {
        (Double(firstBin) + bin) * rate.value / Double(transformLength)
    }

    /// The inverse, fraction included; outside the band it goes on.
    static func bin(of rate: PerMinute) -> Double {
        rate.value / 60 * Double(transformLength) / Self.rate.value - Double(firstBin)
    }

    /// Bins below half of a beat's rate.
    static func binCount(belowHalfOf beatRate: Double) -> Int {
        guard beatRate.isFinite else { return binCount }
        let last = Int((beatRate / 2 * Double(transformLength) / rate.value).rounded(.down))
        return max(0, min(lastBin, last) - firstBin + 1)
    }

    init() {
        var (cosines, sines) = ([Double](), [Double]())
        for sample in 0..<Self.halfCount {
            let place = Double(sample) + 0.5
            let weight = 1 + Double.cos(2 * .pi * place / Double(Self.sampleCount))
            for bin in 0..<Self.binCount {
                let angle = 2 * .pi * Self.frequency(ofBin: Double(bin)) / Self.rate.value * place
                cosines.append(weight * .cos(angle))
                sines.append(weight * .sin(angle))
            }
        }
        self.cosines = cosines
        self.sines = sines
    }

    /// Writes the shares from `offset` on; false if nothing moves.
    mutating func take(
        of samples: [Double], beatRate: Double, into shares: inout [Double], at offset: Int
    ) -> Bool {
        transform(samples)
        let wanted = Self.binCount(belowHalfOf: beatRate)
        var total = 0.0
        for bin in 0..<Self.binCount {
            let power = real[bin] * real[bin] + imaginary[bin] * imaginary[bin]
            let weight = min(Self.whiteningMax.value, Self.frequency(ofBin: Double(bin)))
            let share = bin < wanted ? power * weight : 0
            shares[offset + bin] = share
            total += share
        }
        let level = samples.reduce(0) { max($0, abs($1)) }
        let rounding = Self.roundingShare * level * Double(Self.sampleCount)
        guard total > rounding * rounding, total.isFinite else { return false }
        for bin in offset..<offset + Self.binCount { shares[bin] /= total }
        return true
    }

    /// Real and imaginary part about the stretch's middle: the even and the odd half of the signal.
    private mutating func transform(_ samples: [Double]) {
        let mean = samples.reduce(0, +) / Double(Self.sampleCount)
        // Σ place² over both halves of a grid that is half a sample off its middle.
        let count = Double(Self.sampleCount)
        let moment = count * (count * count - 1) / 12
        var slope = 0.0
        for sample in samples.indices {
            slope += (Double(sample) - (count - 1) / 2) * samples[sample] / moment
        }
        for bin in 0..<Self.binCount { (real[bin], imaginary[bin]) = (0, 0) }
        for sample in 0..<Self.halfCount {
            let later = samples[Self.halfCount + sample]
            let earlier = samples[Self.halfCount - 1 - sample]
            let even = later + earlier - 2 * mean
            let odd = later - earlier - 2 * slope * (Double(sample) + 0.5)
            let row = sample * Self.binCount
            for bin in 0..<Self.binCount {
                real[bin] += even * cosines[row + bin]
                imaginary[bin] += odd * sines[row + bin]
            }
        }
    }
}
