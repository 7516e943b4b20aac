import Foundation

/// Why a request is not answered with what it asked for. It tells the rule, never the data.
public struct ServiceRefusal: Error, Equatable, Sendable {
    /// As HTTP has them, with 202 for what waits for a person.
    public let code: Int
    /// One word for programs.
    public let rule: String
    /// A sentence for people: printable ASCII, for it goes into a header.
    public let reason: String
    /// Nil where asking again does not help.
    public let retrySeconds: Int?

    public static let errorHeader = "Nats-Service-Error"
    public static let codeHeader = "Nats-Service-Error-Code"

    /// As NATS services say that they refuse. Source: nats-architecture-and-design, ADR-32.
    public var headers: [(name: String, value: String)] {
        [(Self.errorHeader, reason), (Self.codeHeader, String(code))]
    }

    /// The body: keys sorted, one line, UTF-8.
    public func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(["error": self]))
    }
}

extension ServiceRefusal: Codable {
    private enum CodingKeys: String, CodingKey {
        case code
        case rule
        case reason
        case retrySeconds = "retry_after_s"
    }

    /// `retry_after_s` is always there.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(code, forKey: .code)
        try container.encode(rule, forKey: .rule)
        try container.encode(reason, forKey: .reason)
        try container.encode(retrySeconds, forKey: .retrySeconds)
    }
}
