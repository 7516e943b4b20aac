import Biosignals

/// Unbroken samples of one channel that are in no block yet.
struct SampleLane: Sendable {
    /// Index of the first.
    var start = 0
    private(set) var samples: [Double] = []

    /// Appends `count` whole numbers, each `stride` bytes behind the one before, divided by `gain`.
    mutating func append(
        _ bytes: UnsafeRawBufferPointer, from offset: Int, _ stride: Int, _ count: Int, gain: Double
    ) {
        var position = offset
        for _ in 0..<count {
            let number = Int32(
                littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int32.self))
            samples.append(Double(number) / gain)
            position &+= stride
        }
    }

    mutating func append(_ value: Double) { samples.append(value) }

    /// Hands the samples over; the next ones follow them.
    mutating func take(channel: Int) -> SignalBlock? {
        guard !samples.isEmpty else { return nil }
        let block = SignalBlock(channel: channel, start: start, samples: samples)
        start &+= samples.count
        samples = []
        samples.reserveCapacity(block.samples.count)
        return block
    }
}
