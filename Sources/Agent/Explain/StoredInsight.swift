public import EventContract
import Foundation
import Publishing
public import Storage

/// One insight as it was said, found in the store by its own identifier or by that of its nudge.
public struct StoredInsight: Sendable {
    public let event: CloudEvent<InsightPayload>
    /// The session that said it; nil if its beginning is no longer stored.
    public let session: StoredSession?
    let sequence: UInt64

    /// An insight leaves as two events, one behind the other.
    private static let reach: UInt64 = 2

    /// - Throws: `ExplainError`, `StorageError`.
    public init(id: String, in store: Store) throws {
        guard let found = try store.event(id: id) else { throw ExplainError.unknownEvent(id) }
        let (insight, sequence) = try Self.insight(of: found, in: store)
        event = insight
        self.sequence = sequence
        session = try Self.session(before: sequence, in: store)
    }

    private static func insight(
        of found: OutgoingEvent, in store: Store
    ) throws -> (CloudEvent<InsightPayload>, UInt64) {
        if let insight = decode(found) { return (insight, found.sequence) }
        struct Correlated: Decodable { let correlationid: String? }
        guard found.type.contains(".nudge."),
            let wanted = try? JSONDecoder().decode(Correlated.self, from: Data(found.payload)),
            let correlation = wanted.correlationid
        else { throw ExplainError.noInsight(id: found.id, type: found.type) }
        let first = found.sequence > reach ? found.sequence - reach - 1 : 0
        for near in try store.events(after: first, limit: 2 * Int(reach) + 1) {
            if let insight = decode(near), insight.correlationid == correlation {
                return (insight, near.sequence)
            }
        }
        throw ExplainError.noInsight(id: found.id, type: found.type)
    }

    private static func decode(_ event: OutgoingEvent) -> CloudEvent<InsightPayload>? {
        guard event.type.hasPrefix("io.healthypi.insight.") else { return nil }
        return try? JSONDecoder().decode(
            CloudEvent<InsightPayload>.self, from: Data(event.payload))
    }

    /// The session whose beginning was told last before the insight.
    private static func session(
        before sequence: UInt64, in store: Store
    ) throws -> StoredSession? {
        let type = EventKind.event(.session).type
        for told in try store.events(ofType: type, before: sequence, limit: 64) {
            guard
                let event = try? JSONDecoder().decode(
                    CloudEvent<SessionPayload>.self, from: Data(told.payload)),
                event.data.phase == .started
            else { continue }
            return try store.sessions().last { $0.id == event.data.session }
        }
        return nil
    }
}

/// Why an insight cannot be explained.
public enum ExplainError: Error, Equatable, CustomStringConvertible {
    case unknownEvent(String)
    case noInsight(id: String, type: String)
    case sessionForgotten
    case parametersForgotten(session: String)

    public var description: String {
        switch self {
        case .unknownEvent(let id):
            "There is no event \(id) in the store. Look up its id in the events, and name the state "
                + "directory of the agent that said it with --state."
        case .noInsight(let id, let type):
            "Event \(id) is no insight but \(type). Name an insight or its nudge."
        case .sessionForgotten:
            "the session that said it is no longer in the store: nothing is left to derive it from."
        case .parametersForgotten(let session):
            "session \(session) was stored without the parameters that this version derives from."
        }
    }
}
