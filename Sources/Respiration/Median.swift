/// The median of a few numbers without memory of its own.
enum Median {
    /// The upper of the two middle ones if their number is even. Leaves `values` in another order.
    /// - Precondition: there is at least one, and none is NaN.
    static func take(from values: inout [Double]) -> Double {
        precondition(!values.isEmpty, "Nothing has no median.")
        let wanted = values.count / 2
        var (low, high) = (0, values.count - 1)
        // Hoare's FIND: narrows the stretch in which the wanted place lies.
        while low < high {
            let pivot = values[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if wanted <= right { high = right } else if wanted >= left { low = left } else { break }
        }
        return values[wanted]
    }
}
