import Foundation

/// Resampling by a ratio of whole numbers: a sinc in a Kaiser window, one set of weights a phase.
///
/// Input:  samples at rate f. Beyond its ends the signal is held.
/// Output: samples at f · up / down, the first at the time of the input's first; no delay. Half the
///         amplitude is left at the lower of the two Nyquist rates; 80 dB are gone a tenth above.
/// Source: Kaiser & Schafer (1980), doi:10.1109/TASSP.1980.1163349.
struct Resampler {
    /// Zero crossings of the sinc on either side.
    private static let crossings = 32.0
    private static let beta = 8.0

    let up: Int
    let down: Int
    /// `weights[phase][k]` belongs to the input sample `k - reach` places from the one before.
    private let weights: [[Double]]
    private let reach: Int

    init(up: Int, down: Int) {
        precondition(up > 0 && down > 0, "A ratio of positive numbers: \(up)/\(down).")
        self.up = up
        self.down = down
        let cutoff = min(1, Double(up) / Double(down))
        let width = Self.crossings / cutoff
        let reach = Int(width.rounded(.up))
        self.reach = reach
        weights = (0..<up).map { phase in
            let raw = (-reach...reach + 1).map { place -> Double in
                let distance = Double(place) - Double(phase) / Double(up)
                return Self.sinc(cutoff * distance) * Self.kaiser(distance / width)
            }
            let sum = raw.reduce(0, +)
            return raw.map { $0 / sum }
        }
    }

    func resample(_ input: [Double]) -> [Double] {
        guard !input.isEmpty else { return [] }
        return (0..<((input.count * up + down - 1) / down)).map { index in
            let (start, phase) = (index * down).quotientAndRemainder(dividingBy: up)
            var sum = 0.0
            for (offset, weight) in weights[phase].enumerated() {
                let place = min(max(0, start + offset - reach), input.count - 1)
                sum += weight * input[place]
            }
            return sum
        }
    }

    private static func sinc(_ value: Double) -> Double {
        value == 0 ? 1 : sin(.pi * value) / (.pi * value)
    }

    private static func kaiser(_ place: Double) -> Double {
        guard abs(place) < 1 else { return 0 }
        return bessel(beta * (1 - place * place).squareRoot()) / bessel(beta)
    }

    /// Modified Bessel function of the first kind, order 0, by its power series.
    private static func bessel(_ value: Double) -> Double {
        var (term, sum, index) = (1.0, 1.0, 1.0)
        while term > 1e-16 * sum {
            term *= (value / 2 / index) * (value / 2 / index)
            sum += term
            index += 1
        }
        return sum
    }
}
