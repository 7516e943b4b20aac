public import Biosignals
import RealModule

/// Intervals that swing around their mean as one sine, whose measures have closed forms: the digital
/// test patterns for HRV.
///
/// rr = mean + deviation · sin(2π · frequency · t), t being the time of the beat that begins it.
/// Source: IEC 60601-2-47:2012, 201.12.1.101, whose patterns have this form. The closed forms are ours:
///         beats stand closer where intervals are short, so that the density of beats over the sine's
///         phase is that of 1 / rr, and with s = √(mean² − deviation²) the mean of the intervals is s
///         and their variance s · (mean − s).
public struct HRVPattern: Equatable, Sendable {
    public let mean: Seconds
    public let deviation: Seconds
    public let frequency: Hertz

    /// - Precondition: `deviation` is less than `mean`, and `frequency` less than half the beats'.
    public init(mean: Seconds, deviation: Seconds, frequency: Hertz) {
        precondition(
            deviation.value >= 0 && deviation.value < mean.value,
            "Intervals stay positive: \(deviation) around \(mean).")
        precondition(
            frequency.value > 0 && frequency.value * mean.value < 0.5,
            "The sine is slower than every other beat: \(frequency).")
        self.mean = mean
        self.deviation = deviation
        self.frequency = frequency
    }

    /// Times of the beats from 0 to the end of the last interval that fits, seconds.
    public func beats(lasting duration: Seconds) -> [Double] {
        var beats = [0.0]
        while let last = beats.last {
            let next = last + interval(at: last)
            guard next <= duration.value else { break }
            beats.append(next)
        }
        return beats
    }

    private func interval(at seconds: Double) -> Double {
        mean.value + deviation.value * .sin(2 * .pi * frequency.value * seconds)
    }

    private var root: Double {
        (mean.value * mean.value - deviation.value * deviation.value).squareRoot()
    }

    public var meanNN: Milliseconds { Milliseconds(1_000 * root) }

    public var sdnn: Milliseconds {
        Milliseconds(1_000 * (root * (mean.value - root)).squareRoot())
    }

    /// √2 · deviation · sin(π · frequency · mean), to first order in deviation / mean.
    public var rmssd: Milliseconds {
        let step = Double.sin(.pi * frequency.value * mean.value)
        return Milliseconds(1_000 * 2.0.squareRoot() * deviation.value * step)
    }

    /// Half the square of the deviation, ms²: all of it at `frequency`.
    public var power: Double { 5e5 * deviation.value * deviation.value }
}
