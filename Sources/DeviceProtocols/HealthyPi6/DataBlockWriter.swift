/// Writes whole blocks, byte for byte as the firmware does.
struct DataBlockWriter {
    /// - Parameter payload: appends the samples, little-endian.
    static func append(
        _ header: DataBlockHeader, to bytes: inout [UInt8], payload: (inout [UInt8]) -> Void
    ) {
        let start = bytes.count
        bytes += DataBlockHeader.magic
        bytes.append(littleEndian: UInt32(header.blockBytes))
        bytes.append(littleEndian: header.sequence)
        bytes.append(littleEndian: header.milliseconds)
        bytes.append(header.channel)
        bytes.append(0)
        bytes.append(littleEndian: UInt16(header.sampleCount))
        bytes.append(littleEndian: UInt32(0))
        payload(&bytes)
        bytes.append(littleEndian: CRC32.checksum(bytes[start...]))
        assert(bytes.count - start == header.blockBytes, "The payload is not as long as told.")
    }
}

extension [UInt8] {
    mutating func append(littleEndian word: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
    }
}
