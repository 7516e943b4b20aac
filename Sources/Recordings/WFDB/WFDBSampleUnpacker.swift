/// Bytes of a signal file to sample values, whatever the cut.
///
/// Source: WFDB Applications Guide, signal(5).
struct WFDBSampleUnpacker: Sendable {
    let format: WFDBSignalFormat
    /// The beginning of a group whose end has not come yet.
    private var pending: [UInt8] = []

    init(format: WFDBSignalFormat) {
        self.format = format
    }

    /// Appends the samples of every group that is complete.
    mutating func unpack(_ bytes: UnsafeRawBufferPointer, into values: inout [Int32]) {
        let size = format.group.bytes
        var rest = bytes[...]
        if !pending.isEmpty {
            let missing = min(size - pending.count, rest.count)
            pending.append(contentsOf: rest.prefix(missing))
            rest = rest.dropFirst(missing)
            guard pending.count == size else { return }
            pending.withUnsafeBytes { unpackGroups($0, count: 1, into: &values) }
            pending.removeAll(keepingCapacity: true)
        }
        let groups = rest.count / size
        unpackGroups(
            UnsafeRawBufferPointer(rebasing: rest.prefix(groups * size)), count: groups,
            into: &values)
        pending.append(contentsOf: rest.dropFirst(groups * size))
    }

    /// Appends the whole samples of a group that the end of the file cut short. Returns whether
    /// bytes are left that make no sample.
    mutating func flush(into values: inout [Int32]) -> Bool {
        guard !pending.isEmpty else { return false }
        let samples = format.samples(inPartialGroup: pending.count)
        let (groupSamples, groupBytes) = format.group
        let padded = pending + Array(repeating: 0, count: groupBytes - pending.count)
        padded.withUnsafeBytes { unpackGroups($0, count: 1, into: &values) }
        values.removeLast(groupSamples - samples)
        pending.removeAll()
        return samples == 0
    }

    private func unpackGroups(
        _ bytes: UnsafeRawBufferPointer, count groups: Int, into values: inout [Int32]
    ) {
        guard groups > 0 else { return }
        let old = values.count
        let added = groups * format.group.samples
        values.append(contentsOf: repeatElement(0, count: added))
        values.withUnsafeMutableBufferPointer { all in
            fill(UnsafeMutableBufferPointer(rebasing: all[old..<(old + added)]), from: bytes)
        }
    }

    private func fill(
        _ output: UnsafeMutableBufferPointer<Int32>, from bytes: UnsafeRawBufferPointer
    ) {
        switch format {
        case .null: break
        case .differences8:
            for i in output.indices { output[i] = Int32(Int8(bitPattern: bytes[i])) }
        case .offset8:
            for i in output.indices { output[i] = Int32(bytes[i]) - 128 }
        case .int16:
            for i in output.indices { output[i] = Int32(Int16(bitPattern: bytes.pair(2 * i))) }
        case .int16BigEndian:
            for i in output.indices {
                output[i] = Int32(Int16(bitPattern: bytes.pair(2 * i).byteSwapped))
            }
        case .offset16:
            for i in output.indices { output[i] = Int32(bytes.pair(2 * i)) - 32_768 }
        case .int24:
            for i in output.indices {
                let high = Int32(Int8(bitPattern: bytes[3 * i + 2]))
                output[i] = high << 16 | Int32(bytes.pair(3 * i))
            }
        case .int32:
            for i in output.indices { output[i] = Int32(bitPattern: bytes.quad(4 * i)) }
        case .packed12: fillPacked12(output, from: bytes)
        case .packed10Split: fillPacked10Split(output, from: bytes)
        case .packed10: fillPacked10(output, from: bytes)
        }
    }

    private func fillPacked12(
        _ output: UnsafeMutableBufferPointer<Int32>, from bytes: UnsafeRawBufferPointer
    ) {
        for group in 0..<(output.count / 2) {
            let first = UInt32(bytes[3 * group])
            let shared = UInt32(bytes[3 * group + 1])
            let second = UInt32(bytes[3 * group + 2])
            output[2 * group] = Int32(bitPattern: (first | shared << 8) << 20) >> 20
            output[2 * group + 1] = Int32(bitPattern: (second | (shared & 0xF0) << 4) << 20) >> 20
        }
    }

    private func fillPacked10Split(
        _ output: UnsafeMutableBufferPointer<Int32>, from bytes: UnsafeRawBufferPointer
    ) {
        for group in 0..<(output.count / 3) {
            let low = UInt32(bytes.pair(4 * group))
            let high = UInt32(bytes.pair(4 * group + 2))
            output[3 * group] = Int32(bitPattern: (low >> 1) << 22) >> 22
            output[3 * group + 1] = Int32(bitPattern: (high >> 1) << 22) >> 22
            let third = low >> 11 | (high >> 11) << 5
            output[3 * group + 2] = Int32(bitPattern: third << 22) >> 22
        }
    }

    private func fillPacked10(
        _ output: UnsafeMutableBufferPointer<Int32>, from bytes: UnsafeRawBufferPointer
    ) {
        for group in 0..<(output.count / 3) {
            let word = bytes.quad(4 * group)
            output[3 * group] = Int32(bitPattern: word << 22) >> 22
            output[3 * group + 1] = Int32(bitPattern: word << 12) >> 22
            output[3 * group + 2] = Int32(bitPattern: word << 2) >> 22
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Two bytes, low first.
    @inline(__always)
    fileprivate func pair(_ offset: Int) -> UInt16 {
        UInt16(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }

    /// Four bytes, low first.
    @inline(__always)
    fileprivate func quad(_ offset: Int) -> UInt32 {
        UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
