/// Why the device did not do it. A number means something only together with who says it.
public struct SMPRefusal: Equatable, Sendable, CustomStringConvertible {
    public enum Authority: Equatable, Sendable {
        /// The protocol itself.
        case protocolItself
        /// A group of commands, with numbers of its own.
        case group(Int)
    }

    public let authority: Authority
    public let code: Int
    /// In the device's own words.
    public let reason: String?

    public init(_ authority: Authority, code: Int, reason: String? = nil) {
        self.authority = authority
        self.code = code
        self.reason = reason
    }

    /// Reads an answer; nil if it is no refusal. Told either way: `{rc}` and `{err: {group, rc}}`,
    /// and as the board's documentation has it, `{group, rc}`.
    init?(_ body: CBORValue) {
        let details = body["err"] ?? body
        guard let code = details["rc"]?.integer, code != 0 else { return nil }
        let group = details["group"]?.integer
        self.init(
            group.map { .group(Int($0)) } ?? .protocolItself, code: Int(code),
            reason: (details["rsn"] ?? body["rsn"])?.text)
    }

    public var description: String {
        let words = reason ?? Self.words(authority, code) ?? "an error without a name"
        return switch authority {
        case .protocolItself: "the device refused: \(words) (code \(code))"
        case .group(let group): "the device refused: \(words) (group \(group), code \(code))"
        }
    }

    private static func words(_ authority: Authority, _ code: Int) -> String? {
        authority == .group(Int(SMPRequest.boardGroup)) ? boardWords[code] : protocolWords[code]
    }

    private static let protocolWords = [
        1: "an error it does not name", 2: "out of memory", 3: "an argument is invalid",
        4: "the message is too large", 5: "no such entry", 6: "not in this state",
        7: "the answer is too large", 8: "it does not know this command",
        10: "it is busy", 11: "it is locked: unlock it first",
    ]

    private static let boardWords = [
        256: "it is not ready", 257: "a hardware fault",
        258: "it has no such channel", 267: "there is no card in it",
    ]
}
