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
        let place = total & mask
        // The mask keeps the place within the ring.
        ring.withUnsafeMutableBufferPointer { $0[place] = sample }
        total += 1
    }

    @inlinable
    public subscript(index: Int) -> Double {
        ring[min(max(index, oldest), max(total - 1, 0)) & mask]
    }

    /// Puts another sample in the place of one still held; one not held any more stays forgotten.
    @inlinable
    public mutating func replace(at index: Int, with sample: Double) {
        guard index >= oldest, index < total else { return }
        ring[index & mask] = sample
    }

    /// The sum of products of `weights` with the samples that end at `index`, oldest with first.
    /// 0 if one of the samples is not held.
    @inlinable
    public func dot(_ weights: [Double], endingAt index: Int) -> Double {
        let first = index - weights.count + 1
        guard first >= oldest, index < total, first >= 0 else { return 0 }
        let start = first & mask
        if start + weights.count <= ring.count {
            return weights.withUnsafeBufferPointer { weights in
                ring.withUnsafeBufferPointer { ring in
                    Self.dot(weights, ring.extracting(start..<(start + weights.count)))
                }
            }
        }
        let straight = min(weights.count, ring.count - start)
        return weights.withUnsafeBufferPointer { weights in
            ring.withUnsafeBufferPointer { ring in
                let rest = weights.extracting(straight..<weights.count)
                return Self.dot(
                    weights.extracting(0..<straight),
                    ring.extracting(start..<(start + straight)))
                    + (rest.isEmpty ? 0 : Self.dot(rest, ring.extracting(0..<rest.count)))
            }
        }
    }

    /// Four sums side by side, so that the additions need not wait for one another.
    @inlinable
    static func dot(
        _ left: UnsafeBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>
    ) -> Double {
        guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
        let (raw, other) = (UnsafeRawPointer(first), UnsafeRawPointer(second))
        var sums = SIMD4<Double>.zero
        var place = 0
        while place + 4 <= left.count {
            let bytes = place * MemoryLayout<Double>.stride
            let weights = raw.loadUnaligned(fromByteOffset: bytes, as: SIMD4<Double>.self)
            sums += weights * other.loadUnaligned(fromByteOffset: bytes, as: SIMD4<Double>.self)
            place += 4
        }
        var sum = sums.sum()
        while place < left.count {
            sum += left[place] * right[place]
            place += 1
        }
        return sum
    }
}
