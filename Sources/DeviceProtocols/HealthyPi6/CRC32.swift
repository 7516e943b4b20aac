/// The CRC-32 of IEEE 802.3, as zlib computes it: reflected polynomial 0xEDB88320, begun and ended
/// with all ones; "123456789" gives 0xCBF43926.
///
/// Eight bytes a step, with one table for each of their places.
/// Source: Kounavis & Berry (2008), doi:10.1109/TC.2008.85.
enum CRC32 {
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { table in
            var crc = ~UInt32(0)
            var position = 0
            while position &+ 8 <= bytes.count {
                let word =
                    UInt64(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                    )
                    ^ UInt64(crc)
                let low =
                    table[1_792 &+ place(word, 0)] ^ table[1_536 &+ place(word, 8)]
                    ^ table[1_280 &+ place(word, 16)] ^ table[1_024 &+ place(word, 24)]
                let high =
                    table[768 &+ place(word, 32)] ^ table[512 &+ place(word, 40)]
                    ^ table[256 &+ place(word, 48)] ^ table[place(word, 56)]
                crc = low ^ high
                position &+= 8
            }
            while position < bytes.count {
                crc = (crc >> 8) ^ table[Int((crc ^ UInt32(bytes[position])) & 0xFF)]
                position &+= 1
            }
            return ~crc
        }
    }

    @inline(__always)
    private static func place(_ word: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &>> shift) & 0xFF)
    }

    static func checksum(_ bytes: some Collection<UInt8>) -> UInt32 {
        if let crc = bytes.withContiguousStorageIfAvailable({
            checksum(UnsafeRawBufferPointer($0))
        }) {
            return crc
        }
        return Array(bytes).withUnsafeBytes { checksum($0) }
    }

    /// Table k, from entry 256 k on: what a byte becomes once k more bytes have followed it.
    private static let tables: [UInt32] = {
        var tables: [UInt32] = []
        for byte in UInt32(0)..<256 {
            var crc = byte
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320 }
            tables.append(crc)
        }
        for entry in 256..<2_048 {
            let before = tables[entry - 256]
            tables.append((before >> 8) ^ tables[Int(before & 0xFF)])
        }
        return tables
    }()
}
