public import Publishing

/// A broker's address. Printing it never shows the user or the password in it.
public struct BrokerURL: Sendable, Equatable, CustomStringConvertible {
    /// Scheme, host and port only.
    public let description: String
    /// Everything, for the client library alone.
    let complete: String
    /// The host alone, an IPv6 address without its brackets: the name a certificate must bear.
    let host: String
    let port: UInt16
    let isSecure: Bool

    /// - Throws: `PublishingError.brokerURLInvalid` unless `nats://` or `tls://`, a host and, if
    ///   stated, a port of 1…65535.
    public init(_ text: String) throws(PublishingError) {
        guard let scheme = ["nats://", "tls://"].first(where: text.hasPrefix) else {
            throw .brokerURLInvalid(reason: "it does not begin with nats:// or tls://")
        }
        let rest = text.dropFirst(scheme.count)
        let place = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        let (host, port) = try Self.hostAndPort(place)
        self.port = port
        self.host = String(host.drop { $0 == "[" }.prefix { $0 != "]" })
        isSecure = scheme == "tls://"
        description = "\(scheme)\(host):\(port)"
        let login = rest.dropLast(place.count)
        complete = "\(scheme)\(login)\(host):\(port)"
    }

    /// Whether it can only be this machine: `localhost`, 127.0.0.0/8 in four numbers, or `::1`.
    public var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy {
                $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8($0) != nil
            }
    }

    private static func hostAndPort(
        _ place: Substring
    ) throws(PublishingError) -> (host: Substring, port: UInt16) {
        let afterBracket = place.lastIndex(of: "]") ?? place.startIndex
        let colon = place[afterBracket...].lastIndex(of: ":")
        let host = place[..<(colon ?? place.endIndex)]
        let isPlain = host.utf8.allSatisfy {
            (0x21...0x7E).contains($0) && !",/?#".utf8.contains($0)
        }
        guard !host.isEmpty, isPlain else {
            throw .brokerURLInvalid(reason: "its host is missing or not a host name")
        }
        guard let colon else { return (host, 4222) }
        guard let port = UInt16(place[place.index(after: colon)...]), port > 0 else {
            throw .brokerURLInvalid(reason: "its port is not a number from 1 to 65535")
        }
        return (host, port)
    }
}
