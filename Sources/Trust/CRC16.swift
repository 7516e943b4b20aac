/// The 16-bit check sum at the end of an NKey: CRC-16/XMODEM, polynomial 0x1021 from 0.
enum CRC16 {
    static func sum(of bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(0) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte) << 8) { sum, _ in
                sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021
            }
        }
    }
}
