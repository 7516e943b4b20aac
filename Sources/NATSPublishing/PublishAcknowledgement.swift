import Foundation

/// What JetStream answers to a publish or an API request.
struct PublishAcknowledgement: Decodable, Equatable, Sendable {
    struct Refusal: Decodable, Equatable, Sendable {
        let code: Int
        let number: Int?
        let description: String?

        enum CodingKeys: String, CodingKey {
            case code, description
            case number = "err_code"
        }
    }

    let stream: String?
    let seq: UInt64?
    let duplicate: Bool?
    let error: Refusal?

    init(stream: String?, seq: UInt64?, duplicate: Bool?, error: Refusal?) {
        self.stream = stream
        self.seq = seq
        self.duplicate = duplicate
        self.error = error
    }

    init?(_ payload: [UInt8]) {
        if let plain = Self(plain: payload) {
            self = plain
            return
        }
        guard let decoded = try? JSONDecoder().decode(Self.self, from: Data(payload)) else {
            return nil
        }
        self = decoded
    }
}

extension PublishAcknowledgement {
    /// What nearly every acknowledgement is, `{"stream":"AGENT_x", "seq":7}`, told without the
    /// general decoder, which takes longer than all else about sending an event. Nil for any other.
    init?(plain payload: [UInt8]) {
        var rest = payload[...]
        guard Self.skip(#"{"stream":""#, &rest),
            let quote = rest.firstIndex(of: UInt8(ascii: "\""))
        else { return nil }
        let name = rest[..<quote]
        rest = rest[(quote + 1)...]
        guard name.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
            Self.skip(",", &rest)
        else { return nil }
        _ = Self.skip(" ", &rest)
        guard Self.skip(#""seq":"#, &rest), rest.popLast() == UInt8(ascii: "}"),
            rest.first != UInt8(ascii: "0"),
            rest.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let sequence = UInt64(String(decoding: rest, as: UTF8.self))
        else { return nil }
        self.init(
            stream: String(decoding: name, as: UTF8.self), seq: sequence, duplicate: nil,
            error: nil)
    }

    private static func skip(_ text: StaticString, _ rest: inout ArraySlice<UInt8>) -> Bool {
        let isThere = text.withUTF8Buffer { rest.starts(with: $0) }
        if isThere { rest.removeFirst(text.utf8CodeUnitCount) }
        return isThere
    }
}

/// JetStream's error numbers that mean something to us.
enum JetStreamError {
    static let streamNotFound = 10_059
    static let configurationInvalid = 10_052
    static let expectedStreamDiffers = 10_060
    static let messageTooLarge = 10_054
    static let wrongLastMessageID = 10_070
    static let wrongLastSequence = 10_071
    static let notEnabled = 10_076
    static let notEnabledForAccount = 10_039
}
