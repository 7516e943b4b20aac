import Biosignals
import Foundation
import Insights
import Trust

/// What an insight rested on besides epochs and measures, kept in the store when it is said, so that
/// it can be derived again: also of a live session, and after the person's answers or days have
/// changed.
struct InsightFact: Codable, Equatable, Sendable {
    /// How a change usually goes over the same hours.
    struct Usual: Codable, Equatable, Sendable {
        let percent: Double
        let logDeviation: Double
        let days: Int
        let smallestWorthwhilePercent: Double?
    }

    struct Posture: Codable, Equatable, Sendable {
        let sitting: Double
        let subject: String?
    }

    struct Steps: Codable, Equatable, Sendable {
        let today: Double
        let sinceBout: Double?
        let age: Double
        let subject: String
    }

    struct Stretch: Codable, Equatable, Sendable {
        let since: Double
        let isUsable: Bool
        let seconds: Int
        let unusable: Int
        let reasons: [String: Int]
    }

    struct Quality: Codable, Equatable, Sendable {
        let role: String
        let current: Stretch?
        let previous: Stretch?
        let wear: String
    }

    struct Resting: Codable, Equatable, Sendable {
        let value: StoredResting
        let isPulse: Bool
    }

    /// The person's days that it was compared with: not themselves, for they can be erased.
    struct Days: Codable, Equatable, Sendable {
        let measure: String
        let before: Int
        let sha256: String
    }

    /// The answers that had moved its confidence: which, and what they were.
    struct Answers: Codable, Equatable, Sendable {
        let events: [String]
        let sha256: String
    }

    /// How many rows of the session there were by then, and what they held.
    struct Rows: Codable, Equatable, Sendable {
        var epochs = 0
        var measures = 0
        var windows = 0
        var sha256 = ""
    }

    /// Seconds since the session began.
    let seconds: Double
    /// SHA-256 of the samples of each claim.
    let digests: [String: [String]]
    var channels: [String]?
    var usual: Usual?
    var posture: Posture?
    var steps: Steps?
    var quality: Quality?
    var resting: Resting?
    var days: Days?
    var answers: Answers?
    var rows = Rows()

    init(seconds: Double, digests: [String: [String]]) {
        self.seconds = seconds
        self.digests = digests
    }

    /// A flipped bit shows before anything is made of it.
    enum Reading: Equatable {
        case fact(InsightFact)
        case damaged(stated: String, found: String)
    }

    static func reading(_ bytes: [UInt8]) -> Reading {
        let stated = String(decoding: bytes.prefix(while: { $0 != newline }), as: UTF8.self)
        let rest = Array(bytes.drop { $0 != newline }.dropFirst())
        let found = digest(rest)
        guard stated == found, let fact = try? JSONDecoder().decode(Self.self, from: Data(rest))
        else { return .damaged(stated: stated, found: found) }
        return .fact(fact)
    }

    /// Its digest, a line end, itself.
    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let own = Array(try encoder.encode(self))
            return Array(Self.digest(own).utf8) + [Self.newline] + own
        }
    }

    private static let newline = UInt8(ascii: "\n")

    private static func digest(_ bytes: [UInt8]) -> String {
        var digest = Digest()
        digest.update(bytes)
        return "sha256:" + digest.hexadecimal
    }

    /// Of a kind's rows in the store.
    static func kind(_ insight: Insight.Kind) -> String { "insight.\(insight.rawValue)" }
}
