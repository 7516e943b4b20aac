/// The last samples of a stream under the indices they have in that stream.
///
/// Holds at least as many as asked for. An index that is older than what is held, or not there yet,
/// gives the nearest sample that is held; an empty history gives 0.
public struct SampleHistory: Sendable, Equatable {
    @usableFromInline var ring: [Double]
    @usableFromInline let mask: Int
    @usableFromInline var total = 0

    public init(holding wanted: Int) {
        var size = 1
        while size < wanted, size < 1 << 24 { size <<= 1 }
        ring = Array(repeating: 0, count: size)
        mask = size - 1
    }

    /// Samples appended so far: the index that the next one gets.
    @inlinable public var count: Int { total }

    /// The first index still held.
    @inlinable public var oldest: Int { max(0, total - ring.count) }

    @inlinable
    public mutating func append(_ sample: Double) {
        ring[total & mask] = sample
        total += 1
    }

    @inlinable
    public subscript(index: Int) -> Double {
        ring[min(max(index, oldest), max(total - 1, 0)) & mask]
    }

    /// Samples held at most.
    @inlinable public var capacity: Int { ring.count }

    /// Puts another sample in the place of one still held; one not held any more stays forgotten.
    @inlinable
    public mutating func replace(at index: Int, with sample: Double) {
        guard index >= oldest, index < total else { return }
        ring[index & mask] = sample
    }

    /// The sum of products of `weights` with the samples that end at `index`, oldest with first.
    /// Samples not held count as 0.
    @inlinable
    public func dot(_ weights: [Double], endingAt index: Int) -> Double {
        let first = index - weights.count + 1
        guard first >= oldest, index < total else { return 0 }
        let start = first & mask
        return weights.withUnsafeBufferPointer { weights in
            ring.withUnsafeBufferPointer { ring in
                var sum = 0.0
                let straight = min(weights.count, ring.count - start)
                for place in 0..<straight { sum += weights[place] * ring[start + place] }
                for place in straight..<max(straight, weights.count) {
                    sum += weights[place] * ring[place - straight]
                }
                return sum
            }
        }
    }
}
