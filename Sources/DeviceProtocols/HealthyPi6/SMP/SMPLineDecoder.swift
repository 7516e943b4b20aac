/// The lines of a control port to packets: any cut, any garbage between.
///
/// Neither marker byte occurs in Base64, so each begins a line anew and a torn one costs no other.
/// Memory: one line and one packet.
public struct SMPLineDecoder: Sendable {
    /// Bytes of lines that were no part of a good packet, complete lines only.
    public private(set) var skippedBytes = 0
    private var line: [UInt8] = []
    /// Of the packet under way: what its lines held, and how many bytes they were.
    private var content: [UInt8] = []
    private var contentLineBytes = 0

    public init() {}

    /// Appends the packets that were completed, without looking at what they say.
    mutating func decode(_ bytes: ArraySlice<UInt8>, into packets: inout [[UInt8]]) {
        for byte in bytes {
            switch byte {
            case SMPEncoder.firstMarker[0], SMPEncoder.nextMarker[0]:
                discardLine()
                line.append(byte)
            case SMPEncoder.lineFeed:
                line.append(byte)
                if let packet = endLine() { packets.append(packet) }
            default: extend(byte)
            }
        }
    }

    /// Appends the packets that were completed; one that is no SMP is counted as skipped.
    public mutating func decode(_ bytes: ArraySlice<UInt8>, into frames: inout [SMPFrame]) {
        var packets: [[UInt8]] = []
        decode(bytes, into: &packets)
        for packet in packets {
            if let frame = SMPFrame(packet: packet) {
                frames.append(frame)
            } else {
                skippedBytes &+= packet.count
            }
        }
    }

    private mutating func extend(_ byte: UInt8) {
        if line.count == SMPEncoder.lineBytesMax { discardLine() }
        line.append(byte)
    }

    private mutating func discardLine() {
        skippedBytes &+= line.count
        line.removeAll(keepingCapacity: true)
    }

    private mutating func discardContent() {
        skippedBytes &+= contentLineBytes
        content.removeAll(keepingCapacity: true)
        contentLineBytes = 0
    }

    private mutating func endLine() -> [UInt8]? {
        var text = line.dropFirst(2).dropLast()
        if text.last == 0x0D { text.removeLast() }
        let isFirst = line.starts(with: SMPEncoder.firstMarker)
        let isNext = line.starts(with: SMPEncoder.nextMarker) && !content.isEmpty
        guard isFirst || isNext, let bytes = Base64.decode(text), !bytes.isEmpty,
            line.count <= SMPEncoder.lineBytesMax
        else {
            discardLine()
            return nil
        }
        if isFirst { discardContent() }
        content += bytes
        contentLineBytes += line.count
        line.removeAll(keepingCapacity: true)
        return takePacket()
    }

    /// The packet, if its last line has come. One whose length or checksum is wrong is dropped.
    private mutating func takePacket() -> [UInt8]? {
        guard content.count >= 2 else {
            discardContent()
            return nil
        }
        let length = Int(content[0]) << 8 | Int(content[1])
        let found = content.count - 2
        guard (SMPFrame.headerBytes + 2...SMPFrame.packetBytesMax).contains(length), found <= length
        else {
            discardContent()
            return nil
        }
        guard found == length else { return nil }
        let packet = Array(content[2..<(content.count - 2)])
        let told = UInt16(content[content.count - 2]) << 8 | UInt16(content[content.count - 1])
        guard told == CRC16.checksum(packet) else {
            discardContent()
            return nil
        }
        content.removeAll(keepingCapacity: true)
        contentLineBytes = 0
        return packet
    }
}
