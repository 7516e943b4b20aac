/// Packets to the lines of a serial port: a marker, Base64, a line feed. In Base64 are the packet's
/// length with its checksum, big-endian, the packet, and its CRC-16.
/// Source: healthypi-6-fw 0eae922, docs/MCUMGR_COMMANDS.md section 3.
public enum SMPEncoder {
    static let firstMarker: [UInt8] = [0x06, 0x09]
    static let nextMarker: [UInt8] = [0x04, 0x14]
    static let lineFeed = UInt8(ascii: "\n")
    /// Of a line, marker and line feed included.
    static let lineBytesMax = 127
    /// Host libraries put 120 characters into a line, the device 124; both are read.
    private static let charactersMax = 120

    public static func lines(_ frame: SMPFrame, ends: CBORWriter.Ends = .byLength) -> [UInt8] {
        lines(packet: frame.packet(ends: ends))
    }

    static func lines(packet: [UInt8]) -> [UInt8] {
        var content: [UInt8] = []
        content.append(bigEndian: UInt16(clamping: packet.count + 2))
        content += packet
        content.append(bigEndian: CRC16.checksum(packet))
        let text = Base64.encode(content)
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: text.count, by: charactersMax) {
            bytes += start == 0 ? firstMarker : nextMarker
            bytes += text[start..<min(start + charactersMax, text.count)]
            bytes.append(lineFeed)
        }
        return bytes
    }
}
