import Biosignals
import RealModule

/// Fits one unbroken stretch window by window.
///
/// A window takes over what the one before it found in its first part: those waves are subtracted,
/// their tails with them; the levels are blended where both know them.
struct StretchFit: Sendable {
    private static let window: Seconds = 120
    private static let hop: Seconds = 90
    /// Before a window's own part, so that its level is known where that begins.
    private static let margin: Seconds = 10
    /// The levels change over from here to there after a window's beginning.
    private static let blendStart: Seconds = 5
    private static let blendEnd: Seconds = 15

    private(set) var tonic: [Double]
    private(set) var waves: [BatemanWave] = []
    private(set) var phasic: [Double] = []

    init(
        values: [Double], rate: Double, isDecimated: Bool, noiseMin: Double,
        beginning told: [BatemanWave]
    ) {
        tonic = Array(repeating: 0, count: values.count)
        var core = 0
        while core < values.count {
            // What would be left for a last window of its own joins this one.
            let full = core + Int(Self.window.value * rate)
            let isLast = full + Int((Self.window.value - Self.hop.value) * rate) >= values.count
            let range =
                max(0, core - Int(Self.margin.value * rate))..<(isLast ? values.count : full)
            let next = core + Int(Self.hop.value * rate)
            let offset = Double(range.lowerBound) / rate
            var samples = Array(values[range])
            Self.subtract(waves, from: &samples, offset: offset, rate: rate)
            let known = Double(core) / rate..<Double(range.upperBound) / rate
            let beginning = told.filter { known.contains($0.onset) }
                .map { Self.moved($0, by: -offset) }
            let noise = max(noiseMin, Self.noise(of: samples, isDecimated: isDecimated))
            let pursuit = WavePursuit(
                samples: samples, rate: rate, noise: noise,
                amplitudeMin: EDAProcessor.amplitudeMin, beginning: beginning)
            blend(pursuit.model.tonic, at: range.lowerBound, rate: rate)
            let limit = isLast ? Double.infinity : Double(next) / rate
            waves += pursuit.model.waves.map { Self.moved($0, by: offset) }
                .filter { $0.onset < limit }
            if isLast { break }
            core = next
        }
        waves.sort { $0.onset < $1.onset }
        var sum = Array(repeating: 0.0, count: values.count)
        Self.subtract(waves, from: &sum, offset: 0, rate: rate)
        phasic = sum.map { -$0 }
    }

    private mutating func blend(_ level: [Double], at start: Int, rate: Double) {
        let (from, to) = (Self.blendStart.value * rate, Self.blendEnd.value * rate)
        for (index, value) in level.enumerated() {
            let share = start == 0 ? 1 : min(max((Double(index) - from) / (to - from), 0), 1)
            tonic[start + index] += share * (value - tonic[start + index])
        }
    }

    private static func moved(_ wave: BatemanWave, by seconds: Double) -> BatemanWave {
        var wave = wave
        wave.onset += seconds
        return wave
    }

    private static func subtract(
        _ waves: [BatemanWave], from samples: inout [Double], offset: Double, rate: Double
    ) {
        for wave in waves {
            let first = max(0, Int(((wave.onset - offset) * rate).rounded(.up)))
            let last = Int((wave.onset + 12 * wave.slow - offset) * rate)
            let (slow, fast) = (wave.slow, wave.fast)
            guard first < min(last, samples.count) else { continue }
            for index in first..<min(last, samples.count) {
                let lag = Double(index) / rate + offset - wave.onset
                let shape = Double.exp(-lag / slow) - Double.exp(-lag / fast)
                samples[index] -= wave.gain * shape
            }
        }
    }

    /// SD of the white noise: what a straight line through each three samples leaves, by the low
    /// quantile that `NoiseFloor` follows.
    private static func noise(of samples: [Double], isDecimated: Bool) -> Double {
        guard samples.count > 8 else { return 0 }
        let bends = (2..<samples.count).map {
            (index: Int) -> Double in
            abs(samples[index] - 2 * samples[index - 1] + samples[index - 2])
        }.sorted()
        let white = bends[bends.count * 3 / 10] / 0.385 / 6.0.squareRoot()
        return isDecimated ? white / 0.79 : white
    }
}
