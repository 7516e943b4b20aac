import EventContract
import Foundation
import Storage
import Trust

/// What an agent keeps in its bucket on the broker.
enum BucketValues {
    static let stateKey = "state"

    /// Internal, in clear: the heartbeat's members, and how far the events go.
    static func state(_ heartbeat: AgentHeartbeat, sequence: UInt64) throws -> [UInt8] {
        try encoded(State(heartbeat: heartbeat, sequence: sequence))
    }

    /// One value a measure, sealed: the broker keeps it and cannot read it.
    ///
    /// - Parameters:
    ///   - person: a pseudonym.
    ///   - rows: of the whole baseline, oldest first within a measure.
    ///   - bytesMax: of a value; the oldest days are left out if need be.
    static func baselines(
        _ rows: [StoredBaselineRow], person: String, seal: PayloadSeal, bytesMax: Int
    ) throws -> [(key: String, value: [UInt8])] {
        var byMeasure: [String: [StoredBaselineRow]] = [:]
        for row in rows { byMeasure[row.measure, default: []].append(row) }
        return try byMeasure.sorted { $0.key < $1.key }.map { measure, rows in
            var kept = rows[...]
            while true {
                let value = try encoded(
                    Baseline(measure: measure, person: "person/\(person)", rows: kept.map(numbers)))
                // The seal's nonce and tag, and the key's name.
                if value.count + 64 <= bytesMax {
                    return ("baseline.\(measure)", try sealed(value, seal))
                }
                kept = kept.dropFirst(max(kept.count / 8, 1))
            }
        }
    }

    /// The seal's name, a line feed, and the sealed bytes.
    private static func sealed(_ value: [UInt8], _ seal: PayloadSeal) throws -> [UInt8] {
        Array((seal.name + "\n").utf8) + (try seal.seal(value))
    }

    /// Nil if another key sealed it, or anything about it was altered.
    static func opened(_ value: [UInt8], _ seal: PayloadSeal) -> [UInt8]? {
        let name = Array((seal.name + "\n").utf8)
        guard value.starts(with: name) else { return nil }
        return try? seal.open(Array(value[name.count...]))
    }

    private struct State: Encodable {
        let heartbeat: AgentHeartbeat
        let sequence: UInt64

        enum CodingKeys: String, CodingKey {
            case agent, owner, session, state, sequence
            case instance = "instance_id"
            case time = "ts"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(heartbeat.agent, forKey: .agent)
            try container.encode(heartbeat.owner, forKey: .owner)
            try container.encode(heartbeat.session, forKey: .session)
            try container.encode(heartbeat.instance, forKey: .instance)
            try container.encode(heartbeat.time.text, forKey: .time)
            try container.encode(heartbeat.state, forKey: .state)
            try container.encode(sequence, forKey: .sequence)
        }
    }

    private struct Baseline: Encodable {
        let measure: String
        let person: String
        /// Day, part, minute, value, usable, weight, last minute.
        let rows: [[WireNumber]]
    }

    private static func numbers(_ row: StoredBaselineRow) -> [WireNumber] {
        [
            Double(row.day), Double(row.part), row.minute, row.value, row.usable, row.weight,
            Double(row.lastMinute),
        ].compactMap { WireNumber($0) }
    }

    private static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
