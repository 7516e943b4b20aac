import Foundation

/// One of the points that answer `health.data.read`: what a stored event states, without how it
/// was come by. Keys and meaning of the measures are the event's.
public struct DataPoint: Codable, Equatable, Sendable {
    public struct Measure: Codable, Equatable, Sendable {
        public let value: WireNumber?
        public let unit: String
        public let ci95: [WireNumber]?
        /// Why there is no value.
        public let reason: String?

        init(_ measure: WireMeasure) {
            value = measure.value
            unit = measure.unit
            ci95 = measure.ci95
            reason = measure.reason
        }

        /// `value` is always there: null is an answer, a missing key is not.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(value, forKey: .value)
            try container.encode(unit, forKey: .unit)
            try container.encodeIfPresent(ci95, forKey: .ci95)
            try container.encodeIfPresent(reason, forKey: .reason)
        }
    }

    /// The event's: the end of what is stated.
    public let time: String
    public let kind: String
    public let measures: [String: Measure]
    /// The signal it comes from, such as `ecg`.
    public let source: String
    /// The event's id, under which everything else about it is found.
    public let event: String
    /// True for what a replayed recording said.
    public let replay: Bool

    /// - Parameter event: a stored event's bytes.
    /// - Returns: nil if it states no measures.
    public init?(_ event: StoredHead, kind: String, payload: [UInt8]) {
        guard
            let stated = try? JSONDecoder().decode(Stated.self, from: Data(payload)).data
        else { return nil }
        time = event.time
        self.kind = kind
        measures = stated.measures.mapValues { Measure($0) }
        source = stated.source
        self.event = event.id
        replay = stated.replay
    }

    private struct Stated: Decodable {
        struct Measured: Decodable {
            let source: String
            let measures: [String: WireMeasure]
            let replay: Bool
        }

        let data: Measured
    }

    public func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}

/// What a stored event says of itself.
public struct StoredHead: Decodable, Sendable {
    public let id: String
    public let time: String
    /// `person/<pseudonym>`.
    public let subject: String
    public let dataclassification: Label

    /// Nil if the bytes are no event's.
    public init?(_ payload: [UInt8]) {
        guard let head = try? JSONDecoder().decode(Self.self, from: Data(payload)) else {
            return nil
        }
        self = head
    }
}
