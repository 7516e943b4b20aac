import Foundation

/// What a person answered to an insight, as it comes in on `health.feedback.<event id>`:
/// `{"answer":"accepted","time":"2026-11-21T02:05:00Z"}`.
///
/// The event id is the insight's or its nudge's. Other members are left unread.
public struct FeedbackPayload: Codable, Hashable, Sendable {
    public enum Answer: String, Codable, CaseIterable, Sendable {
        case accepted, helpful, dismissed
        case notHelpful = "not_helpful"
        /// Seen and left; says neither yes nor no.
        case ignored
    }

    public var answer: Answer
    /// When it was given, UTC; where it is missing, when it came in.
    public var time: String?

    public init(answer: Answer, time: String? = nil) {
        self.answer = answer
        self.time = time
    }

    /// More than this is no answer.
    public static let bytesMax = 1_024

    /// Nil for what is no answer, or whose time cannot be read.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.bytesMax,
            let decoded = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            decoded.time.map({ WireTime(parsing: $0) != nil }) ?? true
        else { return nil }
        self = decoded
    }
}
