import Foundation

/// What JetStream answers to a publish or an API request.
struct PublishAcknowledgement: Decodable, Sendable {
    struct Refusal: Decodable, Sendable {
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

    init?(_ payload: [UInt8]) {
        guard let decoded = try? JSONDecoder().decode(Self.self, from: Data(payload)) else {
            return nil
        }
        self = decoded
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
