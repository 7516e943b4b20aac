/// What is asked of a HealthyPi 6's control port. All of it may be asked again without harm.
/// Source: healthypi-6-fw 0eae922, docs/MCUMGR_COMMANDS.md section 5.
public enum SMPRequest: Equatable, Sendable {
    /// Says the text back: the proof that this is the control port.
    case osEcho(String)
    /// - channels: `SMPChannels`; vitals always come along.
    /// - annotations: kept and told by `streamStatus`, without effect in firmware 1.0.0.
    case streamStart(channels: SMPChannels, annotations: UInt8)
    case streamStop
    case streamStatus
    case deviceInfo
    case leadOff
    case firmwareVersions

    static let osGroup: UInt16 = 0
    static let boardGroup: UInt16 = 64

    public func frame(sequence: UInt8, version: SMPFrame.Version = .two) -> SMPFrame {
        SMPFrame(
            operation: operation, version: version, group: group, sequence: sequence,
            command: command, body: body)
    }

    var operation: SMPFrame.Operation {
        switch self {
        case .osEcho, .streamStart, .streamStop: .write
        case .streamStatus, .deviceInfo, .leadOff, .firmwareVersions: .read
        }
    }

    var group: UInt16 {
        if case .osEcho = self { Self.osGroup } else { Self.boardGroup }
    }

    var command: UInt8 {
        switch self {
        case .osEcho: 0x00
        case .deviceInfo: 0x01
        case .streamStart: 0x20
        case .streamStop: 0x21
        case .streamStatus: 0x22
        case .firmwareVersions: 0x31
        case .leadOff: 0x81
        }
    }

    private var body: CBORValue {
        switch self {
        case .osEcho(let text): .map([CBORPair("d", .text(text))])
        case .streamStart(let channels, let annotations):
            .map([
                CBORPair("ch", .integer(Int64(channels.rawValue))),
                CBORPair("ann", .integer(Int64(annotations))),
            ])
        case .streamStop, .streamStatus, .deviceInfo, .leadOff, .firmwareVersions: .emptyMap
        }
    }
}

/// Which blocks a stream brings.
public struct SMPChannels: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    /// With respiration.
    public static let ecg = SMPChannels(rawValue: 1)
    public static let ppg = SMPChannels(rawValue: 2)
    /// Refused by firmware 1.0.0.
    public static let eeg = SMPChannels(rawValue: 8)

    public init(rawValue: UInt8) { self.rawValue = rawValue }
}
