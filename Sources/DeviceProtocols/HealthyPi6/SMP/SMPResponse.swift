/// What the control port answers. Keys that are not known here are passed over: newer firmware may
/// add some.
public enum SMPResponse: Equatable, Sendable {
    case echo(String)
    /// It was done; there is nothing to tell.
    case done
    case streamStatus(SMPStreamStatus)
    case deviceInfo(SMPDeviceInfo)
    case leadOff(SMPLeadOff)
    case firmwareVersions(SMPFirmwareVersions)
    case refused(SMPRefusal)
    /// An answer, but not to what was asked: the key that was missing or of another kind.
    case unreadable(key: String)

    /// Reads the answer to a request.
    public init(_ body: CBORValue, to request: SMPRequest) {
        if let refusal = SMPRefusal(body) {
            self = .refused(refusal)
            return
        }
        switch request {
        case .osEcho: self = body["r"]?.text.map(Self.echo) ?? .unreadable(key: "r")
        case .streamStart, .streamStop: self = .done
        case .streamStatus: self = SMPStreamStatus.read(body)
        case .deviceInfo: self = SMPDeviceInfo.read(body)
        case .leadOff: self = SMPLeadOff.read(body)
        case .firmwareVersions: self = SMPFirmwareVersions.read(body)
        }
    }
}

public struct SMPStreamStatus: Equatable, Sendable {
    public let isActive: Bool
    public let channels: SMPChannels
    /// Blocks since the device began: sent, and made while nobody read them.
    public let sent: Int
    public let dropped: Int

    static func read(_ body: CBORValue) -> SMPResponse {
        guard let isActive = body["active"]?.bool else { return .unreadable(key: "active") }
        guard let mask = body["ch"]?.integer else { return .unreadable(key: "ch") }
        guard let sent = body["sent"]?.integer else { return .unreadable(key: "sent") }
        guard let dropped = body["dropped"]?.integer else { return .unreadable(key: "dropped") }
        return .streamStatus(
            SMPStreamStatus(
                isActive: isActive,
                channels: SMPChannels(rawValue: UInt8(truncatingIfNeeded: mask)),
                sent: Int(sent), dropped: Int(dropped)))
    }
}

public struct SMPDeviceInfo: Equatable, Sendable {
    public let serial: String
    public let firmware: String
    /// Firmware 1.0.0 says what it was built for, whatever it runs on.
    public let boardRevision: String?
    public let uptimeSeconds: Int?

    static func read(_ body: CBORValue) -> SMPResponse {
        guard let serial = body["sn"]?.text else { return .unreadable(key: "sn") }
        guard let firmware = body["fw"]?.text else { return .unreadable(key: "fw") }
        return .deviceInfo(
            SMPDeviceInfo(
                serial: serial, firmware: firmware, boardRevision: body["br"]?.text,
                uptimeSeconds: body["up"]?.integer.map { Int($0) }))
    }
}

public struct SMPLeadOff: Equatable, Sendable {
    /// Of `RA`, `LA`, `LL` and `V1` those that are off. In firmware 1.0.0 always none, which says
    /// nothing.
    public let electrodesOff: [String]
    /// The ECG front end is giving samples; otherwise nothing is known.
    public let isFresh: Bool

    static func read(_ body: CBORValue) -> SMPResponse {
        guard let mask = body["mask"]?.integer else { return .unreadable(key: "mask") }
        guard let isFresh = body["ok"]?.bool else { return .unreadable(key: "ok") }
        let off = DataBlockLayout.electrodes.enumerated().filter {
            mask >> Int64($0.offset) & 1 == 1
        }
        return .leadOff(SMPLeadOff(electrodesOff: off.map(\.element), isFresh: isFresh))
    }
}

public struct SMPFirmwareVersions: Equatable, Sendable {
    public let main: String
    public let algorithms: String?
    public let radio: String?

    static func read(_ body: CBORValue) -> SMPResponse {
        guard let main = body["m7fw"]?.text else { return .unreadable(key: "m7fw") }
        return .firmwareVersions(
            SMPFirmwareVersions(
                main: main, algorithms: body["m4fw"]?.text, radio: body["espfw"]?.text))
    }
}
