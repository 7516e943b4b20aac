public import Biosignals

/// What one whole second of raw samples looked like, before any filter.
public struct RawSecond: Sendable, Equatable {
    /// Seconds since the first sample of the stream: this one covers [index, index + 1) s.
    public var index = 0
    public var count = 0
    public var lowest = Double.infinity
    public var highest = -Double.infinity
    /// The longest run without any change that was still going on in this second, in seconds; it
    /// may have begun in an earlier one.
    public var longestRun = 0.0
    /// Share of the samples that equal the second's highest or lowest, 0…1: near 0 for a living
    /// signal, large for one that stands at its rails.
    public var extremeShare = 0.0
    public var mean = 0.0
    /// Mean squared distance from the mean, in the signal's unit squared.
    public var variance = 0.0
    /// The same about the second's least-squares line; 0 for fewer than three samples.
    public var detrendedVariance = 0.0
    /// Samples that were not finite and were replaced by the last one that was.
    public var replaced = 0
}

/// Cuts a raw stream into whole seconds and says what each looked like.
///
/// Input:  any unit, one sample at a time. Output: a `RawSecond` with the last sample of each.
/// Delay:  none; second k ends with the last sample before (k + 1) · rate.
public struct SecondMeter: Sendable, Equatable {
    /// A greater magnitude is no signal, nor is what has none.
    @usableFromInline static var largest: Double { 1e15 }
    @usableFromInline let rate: Double
    @usableFromInline var taken = 0
    /// Samples taken when the second is over.
    @usableFromInline var boundary: Int
    @usableFromInline var current = RawSecond()
    @usableFromInline var last = 0.0
    @usableFromInline var run = 0
    @usableFromInline var longest = 0
    @usableFromInline var atLowest = 0
    @usableFromInline var atHighest = 0
    /// Sums are taken about the second's first sample, so that a large offset costs no digits.
    @usableFromInline var pivot = 0.0
    @usableFromInline var sum = 0.0
    @usableFromInline var squares = 0.0
    @usableFromInline var moment = 0.0

    public init(rate: Hertz) {
        self.rate = rate.value
        boundary = Self.boundary(after: 0, rate: rate.value)
    }

    /// Samples taken so far.
    public var count: Int { taken }

    /// The sample, or the last finite one in its place.
    @inlinable
    public mutating func finite(_ sample: Double) -> Double {
        if abs(sample) <= Self.largest { return sample }
        current.replaced += 1
        return last
    }

    /// - Parameter sample: finite, as `finite(_:)` returns it.
    @inlinable
    public mutating func process(_ sample: Double) -> RawSecond? {
        run = sample == last && taken > 0 ? run + 1 : 1
        longest = max(longest, run)
        if current.count == 0 { pivot = sample }
        let offset = sample - pivot
        sum += offset
        squares += offset * offset
        moment += offset * Double(current.count)
        current.count += 1
        last = sample
        taken += 1
        if sample <= current.lowest {
            atLowest = sample < current.lowest ? 1 : atLowest + 1
            current.lowest = sample
        }
        if sample >= current.highest {
            atHighest = sample > current.highest ? 1 : atHighest + 1
            current.highest = sample
        }
        return taken >= boundary ? close() : nil
    }

    /// Samples that the second under way still lacks.
    public var remaining: Int { boundary - taken }

    /// Copies a block into the beginning of `values`, what is not finite replaced as `finite(_:)` does.
    /// - Precondition: the block ends with its second at the latest.
    public mutating func finite(_ block: ArraySlice<Double>, into values: inout [Double]) {
        precondition(block.count <= min(remaining, values.count), "A block lies in one second.")
        var (known, replaced) = (last, 0)
        values.withUnsafeMutableBufferPointer { values in
            block.withUnsafeBufferPointer { block in
                for place in block.indices {
                    let sample = block[place]
                    if abs(sample) <= Self.largest { known = sample } else { replaced += 1 }
                    values[place] = known
                }
            }
        }
        current.replaced += replaced
    }

    /// The same as sample by sample.
    /// - Parameter block: finite; it ends with its second at the latest.
    public mutating func process(_ block: ArraySlice<Double>) -> RawSecond? {
        precondition(block.count <= remaining, "A block lies in one second.")
        guard let first = block.first else { return nil }
        if taken == 0 { last = first.nextUp }
        if current.count == 0 { pivot = first }
        // Kept in registers for the length of the block.
        let pivot = pivot
        var (last, run, longest) = (last, run, longest)
        var (sum, squares, moment) = (sum, squares, moment)
        var (lowest, highest) = (current.lowest, current.highest)
        var number = Double(current.count)
        block.withUnsafeBufferPointer { block in
            for sample in block {
                run = sample == last ? run + 1 : 1
                longest = max(longest, run)
                last = sample
                let offset = sample - pivot
                sum += offset
                squares += offset * offset
                moment += offset * number
                number += 1
                lowest = min(lowest, sample)
                highest = max(highest, sample)
            }
        }
        countExtremes(of: block, lowest: lowest, highest: highest)
        (self.last, self.run, self.longest) = (last, run, longest)
        (self.sum, self.squares, self.moment) = (sum, squares, moment)
        current.count += block.count
        taken += block.count
        return taken >= boundary ? close() : nil
    }

    private mutating func countExtremes(
        of block: ArraySlice<Double>, lowest: Double, highest: Double
    ) {
        if lowest < current.lowest { atLowest = 0 }
        if highest > current.highest { atHighest = 0 }
        (current.lowest, current.highest) = (lowest, highest)
        block.withUnsafeBufferPointer { block in
            var (low, high) = (0, 0)
            // Few samples are: one look at the others has to do.
            for sample in block where sample <= lowest || sample >= highest {
                low += sample == lowest ? 1 : 0
                high += sample == highest ? 1 : 0
            }
            atLowest += low
            atHighest += high
        }
    }

    private static func boundary(after index: Int, rate: Double) -> Int {
        Int(min((Double(index + 1) * rate).rounded(.up), 0x1p62))
    }

    @usableFromInline
    mutating func close() -> RawSecond {
        var second = current
        let count = Double(second.count)
        second.longestRun = Double(longest) / rate
        second.extremeShare = min(1, Double(atLowest + atHighest) / count)
        second.mean = pivot + sum / count
        second.variance = max(0, squares / count - sum * sum / (count * count))
        if second.count > 2 {
            let covariance = moment / count - (count - 1) / 2 * sum / count
            let spread = (count * count - 1) / 12
            let explained = covariance * covariance / spread
            second.detrendedVariance = max(0, second.variance - explained)
        }
        current = RawSecond()
        current.index = second.index + 1
        boundary = Self.boundary(after: second.index + 1, rate: rate)
        (longest, atLowest, atHighest) = (run, 0, 0)
        (sum, squares, moment) = (0, 0, 0)
        return second
    }
}
