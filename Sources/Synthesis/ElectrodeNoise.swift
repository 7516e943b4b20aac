public import Biosignals
import RealModule

/// What a moving electrode and tense muscles add to an ECG: slow wander that never rests, and white
/// noise a fifth of its size.
///
/// Two first-order Gaussian processes of 0.15 s and 0.03 s make the band in which QRS complexes live as
/// loud as that of baselines, as real electrode motion does.
/// Source: Moody, Muldrow & Mark (1984), Computers in Cardiology 11:381, on why this noise is the hard
///         one; the recipe is ours.
public struct ElectrodeNoise: Sendable {
    private let rate: Hertz
    private var generator: SplitMix64
    private var slow: Wander
    private var fast: Wander

    public init(rate: Hertz, seed: UInt64) {
        self.rate = rate
        generator = SplitMix64(seed: seed)
        slow = Wander(timeConstant: 0.15, generator: &generator)
        fast = Wander(timeConstant: 0.03, generator: &generator)
    }

    /// The next sample, of mean 0 and SD 1.
    public mutating func next() -> Double {
        slow.advance(by: 1 / rate.value, generator: &generator)
        fast.advance(by: 1 / rate.value, generator: &generator)
        // 0.8² + 0.57² + 0.19² is 1 within a part in a thousand.
        return 0.8 * slow.value + 0.57 * fast.value + 0.19 * generator.normal()
    }

    /// A signal with this noise at a ratio of powers in dB, the signal's power being that of its
    /// deviation from its mean.
    public static func adding(
        to signal: [Double], ratio decibels: Double, rate: Hertz, seed: UInt64
    ) -> [Double] {
        guard !signal.isEmpty else { return [] }
        let mean = signal.reduce(0, +) / Double(signal.count)
        let power =
            signal.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(signal.count)
        let gain = (power / Double.pow(10, decibels / 10)).squareRoot()
        var noise = ElectrodeNoise(rate: rate, seed: seed)
        return signal.map { $0 + gain * noise.next() }
    }
}
