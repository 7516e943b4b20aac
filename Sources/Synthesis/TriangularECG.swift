public import Biosignals

/// An ECG of nothing but triangles at known times, the test signal of instrument makers.
///
/// Shape: 1 mV high, 100 ms wide at the base, its tip at the beat; white noise of a given SD added.
/// Source: IEC 60601-2-47:2012, 201.12.1.101, pattern 1.
public enum TriangularECG {
    static let height: Millivolt = 1
    static let width: Seconds = 0.1

    /// Samples in mV from second 0 to `duration`.
    public static func samples(
        beats: [Double], lasting duration: Seconds, rate: Hertz, noise: Millivolt, seed: UInt64
    ) -> [Double] {
        var generator = SplitMix64(seed: seed)
        let count = Int(duration.value * rate.value)
        var samples = (0..<count).map { _ in noise.value * generator.normal() }
        let half = width.value / 2
        for beat in beats {
            let first = max(0, Int(((beat - half) * rate.value).rounded(.up)))
            let last = min(count - 1, Int(((beat + half) * rate.value).rounded(.down)))
            guard first <= last else { continue }
            for index in first...last {
                let distance = abs(Double(index) / rate.value - beat)
                samples[index] += height.value * (1 - distance / half)
            }
        }
        return samples
    }
}
