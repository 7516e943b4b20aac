public import Biosignals

/// Gives a held signal back its own time: a sensor that is polled every few frames, its last value
/// repeated in every frame between, becomes a signal that is evenly spaced.
///
/// Input:  held samples at `rate`, in any unit, oldest first, finite; one unbroken run.
/// Output: the same number of samples at the same indices; sample k belongs to the instant of frame
///         k, so nothing is shifted. What was held is replaced by a curve through the readings at
///         the instants they were taken.
/// Delay:  the first 0.375 s wait for the readings' rhythm to be known; after that an output waits
///         2.5 periods and two frames, so for a period of 125 ms, the longest, under 0.5 s.
/// Throws: `DSPError.rateOutOfRange` if the sensor would be read more often than once a frame or
///         less often than 8 times a second.
///
/// A value that changes at frame k was read in (k − 1, k], whatever it is; a reading that repeats
/// the value before it is not seen, but its instant follows from the line through the others. The
/// period may differ from the one given by 6 %. As long as no line is found (few changes, or
/// readings without a rhythm) a reading is taken to lie in the middle of its frame.
///
/// The curve is a cubic per piece with the three-point slope at each reading, and slope 0 beside
/// two equal readings. It follows a pulse wave between readings where a monotone curve would cut
/// its peaks off, and what was flat stays flat, without ripple next to a step. A peak between two
/// readings may rise a little above both.
public struct LatchedSignalRetimer: Equatable, Sendable {
    /// What the readings' rhythm is learnt from before the first output.
    static let learning: Seconds = 0.375
    static let updatesPerSecondMin = 8.0

    private let warmUp: Int
    private var line: LatchedUpdateLine
    private var knots = LatchedKnots()
    /// Changes that are not yet part of the curve.
    private var waiting: [Change] = []
    /// The value of the last reading on the curve.
    private var value = 0.0
    private var held = 0.0
    private var count = 0
    private var isLearnt = false

    private struct Change: Equatable, Sendable {
        let frame: Int
        let value: Double
    }

    /// - Parameter period: of the sensor's readings, roughly.
    public init(rate: Hertz, period: Seconds) throws(DSPError) {
        let fastest = 100_000.0
        guard rate.value >= Self.updatesPerSecondMin, rate.value <= fastest else {
            throw .rateOutOfRange(rate: rate, allowed: Self.updatesPerSecondMin...fastest)
        }
        let allowed = Self.updatesPerSecondMin...rate.value
        guard period.value > 0, allowed.contains(1 / period.value) else {
            throw .rateOutOfRange(rate: Hertz(1 / period.value), allowed: allowed)
        }
        line = LatchedUpdateLine(period: period.value * rate.value)
        warmUp = max(1, Int((Self.learning.value * rate.value).rounded()))
    }

    /// Frames from one reading to the next, as measured; nil while no rhythm is found.
    public var measuredPeriod: Double? { line.isLocked ? line.period : nil }

    /// The outputs that have become known, in order. Over a run `process` and `finish` together
    /// give as many samples as they were given.
    public mutating func process(_ samples: [Double]) -> [Double] {
        var output: [Double] = []
        output.reserveCapacity(samples.count)
        for sample in samples { append(sample, into: &output) }
        return output
    }

    /// The end of the run: the outputs that waited for more.
    public mutating func finish() -> [Double] {
        guard count > 0 else { return [] }
        if !isLearnt { learn() }
        var output: [Double] = []
        extendCurve(through: Double(count - 1))
        knots.finish(upTo: count, into: &output)
        return output
    }

    private mutating func append(_ sample: Double, into output: inout [Double]) {
        if count == 0 {
            value = sample
        } else if sample != held {
            waiting.append(Change(frame: count, value: sample))
            if isLearnt { line.note(changeAt: count) }
        }
        held = sample
        count += 1
        if !isLearnt {
            guard count >= warmUp else { return }
            learn()
        }
        // A reading's change is seen within half a period and half a frame of its instant.
        extendCurve(through: Double(count - 1) - line.period / 2 - 0.5)
        knots.interpolate(into: &output)
    }

    private mutating func learn() {
        isLearnt = true
        for change in waiting { line.note(changeAt: change.frame) }
        line.search()
    }

    /// Puts the readings up to an instant on the curve, each with the value that was held then.
    private mutating func extendCurve(through limit: Double) {
        while true {
            let last = knots.last ?? -1.5 * line.period
            let reading = nextReading(after: last)
            guard reading <= limit else { break }
            let reach = line.isLocked ? line.period / 2 : 0
            let taken = waiting.prefix { Double($0.frame) - 0.5 <= reading + reach }
            if let change = taken.last { value = change.value }
            waiting.removeFirst(taken.count)
            knots.append(instant: reading, value: value)
        }
    }

    private func nextReading(after last: Double) -> Double {
        if line.isLocked { return line.instant(after: last + line.period / 2) }
        let expected = last + line.period
        guard let change = waiting.first else { return expected }
        let seen = max(Double(change.frame) - 0.5, last + 0.25)
        return seen <= expected + line.period / 2 ? seen : expected
    }
}
