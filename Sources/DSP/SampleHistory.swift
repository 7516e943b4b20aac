/// The last samples of a stream under the indices they have in that stream.
///
/// Holds at least as many as asked for, side by side: a stretch of them is read in place. An index
/// that is older than what is held, or not there yet, gives the nearest sample that is held; an empty
/// history gives 0.
public struct SampleHistory: Sendable {
    /// The held samples end at `end`; when that is the end of the store they move to its front, which
    /// costs a sample no more than one move, or 256 in a history of more than a million.
    @usableFromInline var store: [Double]
    @usableFromInline var end = 0
    @usableFromInline let size: Int
    @usableFromInline var total = 0

    private static let spareMax = 1 << 16

    public init(holding wanted: Int) {
        var size = 1
        while size < wanted, size < 1 << 24 { size <<= 1 }
        self.size = size
        store = Array(repeating: 0, count: size + min(size, Self.spareMax))
    }

    /// Samples appended so far: the index that the next one gets.
    @inlinable public var count: Int { total }

    /// The first index still held.
    @inlinable public var oldest: Int { max(0, total - size) }

    @inlinable
    public mutating func append(_ sample: Double) {
        if end == store.count { makeRoom(for: 1) }
        let place = end
        // Room was made: the place lies within the store.
        store.withUnsafeMutableBufferPointer { $0[place] = sample }
        end += 1
        total += 1
    }

    @inlinable
    public mutating func append(contentsOf block: ArraySlice<Double>) {
        var start = block.startIndex
        while start < block.endIndex {
            let end = min(block.endIndex, start + store.count - size)
            append(end - start) { room in
                for place in room.indices { room[place] = block[start + place] }
            }
            start = end
        }
    }

    /// Appends a block that is computed in place.
    /// - Precondition: no more samples than were asked to be held.
    @inlinable
    public mutating func append(
        _ count: Int, _ fill: (UnsafeMutableBufferPointer<Double>) -> Void
    ) {
        precondition(count <= store.count - size, "A block fits into its history.")
        if store.count - end < count { makeRoom(for: count) }
        let place = end
        store.withUnsafeMutableBufferPointer {
            fill($0.extracting(place..<(place + count)))
        }
        end += count
        total += count
    }

    @usableFromInline
    mutating func makeRoom(for count: Int) {
        let first = end - min(end, size)
        let held = end - first
        store.withUnsafeMutableBufferPointer { store in
            guard let front = store.baseAddress else { return }
            front.update(from: front + first, count: held)
        }
        end = held
    }

    @inlinable
    public subscript(index: Int) -> Double {
        store[max(0, end - total + min(max(index, oldest), max(total - 1, 0)))]
    }

    /// A stretch of samples, read in place; what is not held is its nearest neighbour.
    @inlinable
    public func withSamples<Result>(
        _ range: ClosedRange<Int>, _ read: (UnsafeBufferPointer<Double>) -> Result
    ) -> Result {
        if range.lowerBound >= oldest, range.upperBound < total {
            let place = end - total + range.lowerBound
            return store.withUnsafeBufferPointer {
                read($0.extracting(place..<(place + range.count)))
            }
        }
        // The result is handed out beside the closure: returned through it, Swift 6.3.1 takes it for an
        // error in optimized debug builds.
        var result: Result?
        withUnsafeTemporaryAllocation(of: Double.self, capacity: range.count) { stretch in
            for (place, index) in range.enumerated() {
                stretch.initializeElement(at: place, to: self[index])
            }
            result = read(UnsafeBufferPointer(stretch))
        }
        guard let result else { preconditionFailure("A stretch that was read has a result.") }
        return result
    }

    /// Puts other samples in the place of the last ones.
    /// - Precondition: they are held.
    @inlinable
    public mutating func replaceLast(
        _ count: Int, _ fill: (UnsafeMutableBufferPointer<Double>) -> Void
    ) {
        precondition(count <= total - oldest, "What is replaced is held.")
        let end = end
        store.withUnsafeMutableBufferPointer {
            fill($0.extracting((end - count)..<end))
        }
    }
}
