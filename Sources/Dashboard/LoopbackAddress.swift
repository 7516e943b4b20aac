/// Where the page is served: this machine only.
///
/// Text:   `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, or a port alone.
/// Throws: `LoopbackAddressError`; an address another machine could reach is refused with the
///         `ssh -L` line that brings the page there instead.
public struct LoopbackAddress: Equatable, Sendable, CustomStringConvertible {
    /// `127.0.0.1`, `::1` or `localhost`.
    public let host: String
    public let port: UInt16

    public init(_ text: String) throws(LoopbackAddressError) {
        let (host, port) = Self.parts(of: text)
        guard let port = UInt16(port), port > 0 else { throw .notAnAddress(text) }
        guard ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw .reachesFurther(host: host, port: port)
        }
        self.host = host
        self.port = port
    }

    /// `127.0.0.1:8080`, an IPv6 host in brackets.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func parts(of text: String) -> (host: String, port: Substring) {
        guard let colon = text.lastIndex(of: ":") else { return ("127.0.0.1", text[...]) }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return (host, text[text.index(after: colon)...])
    }
}
