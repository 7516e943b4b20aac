/// One packet of the control port's Simple Management Protocol: eight bytes of header, big-endian,
/// and a CBOR map.
/// Source: healthypi-6-fw 0eae922, docs/MCUMGR_COMMANDS.md section 3.
public struct SMPFrame: Equatable, Sendable {
    public enum Operation: UInt8, Sendable {
        case read, readResponse, write, writeResponse

        /// What a request of this kind is answered with.
        public var response: Operation {
            switch self {
            case .read, .readResponse: .readResponse
            case .write, .writeResponse: .writeResponse
            }
        }
    }

    /// With version 1 a device folds a group's own error into "unknown"; with version 2 it tells it.
    public enum Version: UInt8, Sendable {
        case one, two
    }

    public let operation: Operation
    public let version: Version
    public let group: UInt16
    public let sequence: UInt8
    public let command: UInt8
    public let body: CBORValue

    static let headerBytes = 8
    /// The device takes 512; answers of other groups may be longer.
    static let packetBytesMax = 1_024

    public init(
        operation: Operation, version: Version, group: UInt16, sequence: UInt8, command: UInt8,
        body: CBORValue
    ) {
        self.operation = operation
        self.version = version
        self.group = group
        self.sequence = sequence
        self.command = command
        self.body = body
    }

    /// Reads a packet; nil if it is none.
    public init?(packet: [UInt8]) {
        guard packet.count >= Self.headerBytes, let head = SMPHeader(packet),
            let body = try? CBORReader.read(packet[Self.headerBytes...]), case .map = body
        else { return nil }
        self.init(head, body: body)
    }

    init(_ head: SMPHeader, body: CBORValue) {
        self.init(
            operation: head.operation, version: head.version, group: head.group,
            sequence: head.sequence, command: head.command, body: body)
    }

    public func packet(ends: CBORWriter.Ends = .byLength) -> [UInt8] {
        let content = CBORWriter.write(body, ends: ends)
        var bytes: [UInt8] = [version.rawValue << 3 | operation.rawValue, 0]
        bytes.append(bigEndian: UInt16(clamping: content.count))
        bytes.append(bigEndian: group)
        bytes += [sequence, command]
        return bytes + content
    }
}

/// The eight bytes alone, which can be read where the map behind them cannot.
struct SMPHeader: Equatable {
    let operation: SMPFrame.Operation
    let version: SMPFrame.Version
    let group: UInt16
    let sequence: UInt8
    let command: UInt8

    /// Nil if the bytes are no packet: an unknown operation or version, or another length.
    init?(_ packet: [UInt8]) {
        guard packet.count >= SMPFrame.headerBytes,
            let operation = SMPFrame.Operation(rawValue: packet[0] & 0x07),
            let version = SMPFrame.Version(rawValue: packet[0] >> 3 & 0x03),
            Int(packet[2]) << 8 | Int(packet[3]) == packet.count - SMPFrame.headerBytes
        else { return nil }
        self.operation = operation
        self.version = version
        group = UInt16(packet[4]) << 8 | UInt16(packet[5])
        sequence = packet[6]
        command = packet[7]
    }
}
