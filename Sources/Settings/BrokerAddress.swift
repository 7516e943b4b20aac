/// Checks a broker's address as the publishing side will.
struct BrokerAddress: Equatable {
    let hasLogin: Bool
    /// Scheme, host and port as written.
    let withoutLogin: String

    init(_ text: String) throws(SettingRefusal) {
        guard let scheme = ["nats://", "tls://"].first(where: text.hasPrefix) else {
            throw Self.refusal("it does not begin with nats:// or tls://")
        }
        let rest = text.dropFirst(scheme.count)
        let at = rest.lastIndex(of: "@")
        let place = at.map { rest[rest.index(after: $0)...] } ?? rest
        hasLogin = at != nil
        withoutLogin = scheme + place
        let bracket = place.lastIndex(of: "]") ?? place.startIndex
        let colon = place[bracket...].lastIndex(of: ":")
        let host = place[..<(colon ?? place.endIndex)]
        let isPlain =
            text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && !host.utf8.contains { ",/?#".utf8.contains($0) }
        guard !host.isEmpty, isPlain else {
            throw Self.refusal("its host is missing or not a host name")
        }
        guard let colon else { return }
        guard let port = UInt16(place[place.index(after: colon)...]), port > 0 else {
            throw Self.refusal("its port is not a number from 1 to 65535")
        }
    }

    private static func refusal(_ why: String) -> SettingRefusal {
        SettingRefusal(
            "this is no broker's address: \(why). "
                + "Write one such as nats://127.0.0.1:4222, or none.")
    }
}
