/// The smallest change that flips a decision.
package enum Bisection {
    /// The least whole number of the range for which it is true, it being false below and true from
    /// there on; nil if it is false throughout. What is found is checked: at least it is true there,
    /// and one below it is not.
    package static func least(in range: ClosedRange<Int>, where isTrue: (Int) -> Bool) -> Int? {
        guard isTrue(range.upperBound) else { return nil }
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if isTrue(middle) { high = middle } else { low = middle + 1 }
        }
        guard isTrue(low), low == range.lowerBound || !isTrue(low - 1) else { return nil }
        return low
    }
}
