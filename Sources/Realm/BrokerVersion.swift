/// A nats-server's version, from `nats-server --version`.
public struct BrokerVersion: Comparable, Sendable, CustomStringConvertible {
    /// Security advisories of 2026 are fixed from here on.
    public static let oldest = BrokerVersion(major: 2, minor: 14, patch: 3)

    let major: Int
    let minor: Int
    let patch: Int

    init(major: Int, minor: Int, patch: Int) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// - Parameter text: such as `nats-server: v2.15.1`, or a version alone.
    public init?(_ text: String) {
        let word = text.split(whereSeparator: { $0 == " " || $0.isNewline }).last ?? ""
        let digits = word.hasPrefix("v") ? word.dropFirst() : word
        let plain = digits.prefix { $0 != "-" && $0 != "+" }
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let major = parts[0], let minor = parts[1], let patch = parts[2]
        else { return nil }
        self.init(major: major, minor: minor, patch: patch)
    }

    public var isEnough: Bool { self >= Self.oldest }

    public var description: String { "\(major).\(minor).\(patch)" }

    public static func < (a: BrokerVersion, b: BrokerVersion) -> Bool {
        (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch)
    }
}
