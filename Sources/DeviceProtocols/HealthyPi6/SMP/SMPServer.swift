/// The control port of a simulated HealthyPi 6: bytes of requests in, bytes of answers out, and
/// whether the stream is on. Without I/O.
public struct SMPServer: Sendable {
    public let serial: String
    public let firmware: String
    /// Told by `stream_status`.
    public var blocksSent = 0
    public var blocksDropped = 0
    /// Told by `device_info`.
    public var uptimeSeconds = 0

    public private(set) var isStreaming = false
    public private(set) var channels = SMPChannels(rawValue: 0)
    private var annotations: Int64 = 0
    private var decoder = SMPLineDecoder()

    /// A longer packet the device drops without a word.
    private static let packetBytesMax = 512
    private static let unknown = SMPRefusal(.protocolItself, code: 1)
    private static let invalid = SMPRefusal(.protocolItself, code: 3)
    private static let notSupported = SMPRefusal(.protocolItself, code: 8)
    private static let noSuchChannel = SMPRefusal(
        .group(Int(SMPRequest.boardGroup)), code: 258)

    public init(serial: String = "SIMULATED", firmware: String = "1.0.0") {
        self.serial = serial
        self.firmware = firmware
    }

    /// Answers every request that these bytes complete.
    public mutating func receive(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var packets: [[UInt8]] = []
        decoder.decode(bytes, into: &packets)
        return packets.flatMap { answer($0) }
    }

    private mutating func answer(_ packet: [UInt8]) -> [UInt8] {
        guard packet.count <= Self.packetBytesMax, let head = SMPHeader(packet),
            head.operation == .read || head.operation == .write
        else { return [] }
        let body: CBORValue
        if let request = SMPFrame(packet: packet) {
            body = answer(request)
        } else {
            body = Self.body(Self.invalid, version: head.version)
        }
        let response = SMPFrame(
            operation: head.operation.response, version: head.version, group: head.group,
            sequence: head.sequence, command: head.command, body: body)
        return SMPEncoder.lines(response, ends: .byBreak)
    }

    private mutating func answer(_ request: SMPFrame) -> CBORValue {
        switch (request.group, request.command, request.operation) {
        case (SMPRequest.osGroup, 0x00, .read), (SMPRequest.osGroup, 0x00, .write):
            guard let text = request.body["d"]?.text else {
                return Self.body(Self.invalid, version: request.version)
            }
            return .map([CBORPair("r", .text(text))])
        case (SMPRequest.boardGroup, 0x01, .read): return deviceInfo
        case (SMPRequest.boardGroup, 0x20, .write): return start(request)
        case (SMPRequest.boardGroup, 0x21, .write):
            isStreaming = false
            return .emptyMap
        case (SMPRequest.boardGroup, 0x22, .read): return streamStatus
        case (SMPRequest.boardGroup, 0x31, .read): return firmwareVersions
        case (SMPRequest.boardGroup, 0x81, .read): return leadOff
        default: return Self.body(Self.notSupported, version: request.version)
        }
    }

    private mutating func start(_ request: SMPFrame) -> CBORValue {
        let mask = request.body["ch"] ?? .integer(0)
        let notes = request.body["ann"] ?? .integer(0)
        guard let mask = mask.integer, let notes = notes.integer, mask >= 0, notes >= 0 else {
            return Self.body(Self.invalid, version: request.version)
        }
        let wanted = SMPChannels(rawValue: UInt8(mask & 0x0F))
        guard !wanted.contains(.eeg) else {
            return Self.body(Self.noSuchChannel, version: request.version)
        }
        isStreaming = true
        channels = wanted
        annotations = notes & 0x1F
        return .emptyMap
    }

    private static func body(_ refusal: SMPRefusal, version: SMPFrame.Version) -> CBORValue {
        guard case .group(let group) = refusal.authority else {
            return .map([CBORPair("rc", .integer(Int64(refusal.code)))])
        }
        guard version == .two else { return body(unknown, version: version) }
        return .map([
            CBORPair(
                "err",
                .map([
                    CBORPair("group", .integer(Int64(group))),
                    CBORPair("rc", .integer(Int64(refusal.code))),
                ]))
        ])
    }
}

extension SMPServer {
    private var deviceInfo: CBORValue {
        .map([
            CBORPair("sn", .text(serial)), CBORPair("fw", .text(firmware)),
            CBORPair("gv", .integer(2)), CBORPair("br", .text("v4")),
            CBORPair("hw", .bytes(Array(serial.utf8))), CBORPair("m4fw", .text(firmware)),
            CBORPair("espfw", .text("")), CBORPair("up", .integer(Int64(uptimeSeconds))),
        ])
    }

    private var streamStatus: CBORValue {
        .map([
            CBORPair("active", .bool(isStreaming)),
            CBORPair("ch", .integer(Int64(channels.rawValue))),
            CBORPair("ann", .integer(annotations)),
            CBORPair("sent", .integer(Int64(blocksSent))),
            CBORPair("dropped", .integer(Int64(blocksDropped))),
        ])
    }

    private var firmwareVersions: CBORValue {
        .map([
            CBORPair("m7fw", .text(firmware)), CBORPair("m4fw", .text(firmware)),
            CBORPair("espfw", .text("")), CBORPair("mod_a_fw", .text("")),
            CBORPair("mod_b_fw", .text("")),
        ])
    }

    /// As firmware 1.0.0: the comparators are off.
    private var leadOff: CBORValue {
        .map(
            [CBORPair("mask", .integer(0))]
                + ["ra", "la", "ll", "v1"].map { CBORPair($0, .bool(false)) }
                + [
                    CBORPair("age_ms", .integer(2)), CBORPair("ok", .bool(true)),
                    CBORPair("hr", .integer(0)), CBORPair("hr_src", .integer(0)),
                    CBORPair("vflags", .integer(0)),
                ])
    }
}
