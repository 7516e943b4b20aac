import Biosignals
import RealModule

/// The spectrum that independent errors of the beats' times leave in a tachogram, ms²/Hz.
///
/// The interval errors e(k) − e(k−1) have the one-sided density 8σ²T sin²(πfT), T the mean interval:
/// little at low frequencies, most of it at half the heart rate. The cubic spline that joins the
/// intervals passes it through H(ν) = sinc⁴(ν) / Σ sinc⁴(ν + k), ν = fT, which also passes a little of
/// what lies beyond half the heart rate.
/// Source: Unser (1999), doi:10.1109/79.799930, for the cardinal spline's response.
struct JitterSpectrum {
    private let variance: Double
    private let seconds: Double

    /// Neighbours on either side that the spline's denominator sums over; the next adds under 10⁻⁴.
    private static let neighbours = 3
    /// Steps a band is integrated in, by Simpson's rule.
    private static let steps = 32

    init(timingSD: Milliseconds, meanNN: Milliseconds) {
        variance = timingSD.value * timingSD.value
        seconds = meanNN.value / 1_000
    }

    /// Power between two frequencies in Hz, ms².
    func power(in band: Range<Double>) -> Double {
        let step = (band.upperBound - band.lowerBound) / Double(Self.steps)
        let sum = (0...Self.steps).reduce(0.0) { sum, index in
            let isEnd = index == 0 || index == Self.steps
            let weight = isEnd ? 1.0 : index.isMultiple(of: 2) ? 2 : 4
            return sum + weight * density(at: band.lowerBound + Double(index) * step)
        }
        return sum * step / 3
    }

    private func density(at frequency: Double) -> Double {
        let cycles = frequency * seconds
        let (sine, response) = (Double.sin(.pi * cycles), Self.response(at: cycles))
        return 8 * variance * seconds * sine * sine * response * response
    }

    /// H(ν), ν in cycles per beat. The sines of all the sinc⁴ are equal and cancel.
    private static func response(at cycles: Double) -> Double {
        guard cycles > 1e-6 else { return 1 }
        let place = 1 / (cycles * cycles * cycles * cycles)
        let nearest = cycles.rounded()
        guard abs(cycles - nearest) > 1e-9 else { return 0 }
        let sum = (-neighbours...neighbours).reduce(0.0) { sum, index in
            let distance = cycles - nearest + Double(index)
            return sum + 1 / (distance * distance * distance * distance)
        }
        return place / sum
    }
}
