import EventContract
import Foundation
import Publishing
import Storage
import TestKit
import Trust

@testable import Agent
@testable import NATSPublishing

/// A state directory with real events in it (`Golden/served_events.jsonl`, from a replay of
/// synthetic_desk_afternoon), and services on it.
final class ServingPlace {
    let folder: TemporaryFolder
    let store: Store
    /// The events' own bytes by id, in the order of their time.
    private(set) var events: [(id: String, type: String, payload: [UInt8])] = []
    var directory: String { folder.path + "/state" }

    init(keepsForBroker: Bool = false) throws {
        folder = try TemporaryFolder()
        store = try Store(
            directory: folder.path + "/state", keepsForBroker: keepsForBroker,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
        let person = "person/" + Pseudonym(person: "default", key: Array(0..<32)).description
        let text = try String(
            contentsOfFile: packageRoot() + "/Tests/EndToEndTests/Golden/served_events.jsonl",
            encoding: .utf8)
        for line in text.split(separator: "\n") {
            let head = try JSONDecoder().decode(Head.self, from: Data(line.utf8))
            try append(
                line.replacingOccurrences(of: head.subject, with: person), id: head.id,
                type: head.type, at: WireTime(parsing: head.time)?.millisecondsSince1970 ?? 0)
        }
    }

    private struct Head: Decodable {
        let id: String
        let type: String
        let subject: String
        let time: String
    }

    private func append(_ line: String, id: String, type: String, at time: Int64) throws {
        let sequence = store.lastSequence + 1
        events.append((id, type, Array(line.utf8)))
        try store.append([
            OutgoingEvent(
                sequence: sequence, id: id, subject: Self.subject, type: type,
                timeMilliseconds: time, payload: Array(line.utf8))
        ])
    }

    static let subject = "health.events.write.healthypi.internal.quality"

    /// More, such as an agent says while it is asked.
    static func appendQuality(_ count: Int, to store: Store) async throws {
        for number in 1...count {
            let digits = String(number)
            let id = "01K" + String(repeating: "0", count: 23 - digits.count) + digits
            try store.append([
                OutgoingEvent(
                    sequence: store.lastSequence + 1, id: id, subject: subject,
                    type: "io.healthypi.event.quality.v1", timeMilliseconds: Int64(number),
                    payload: Array(#"{"id":"\#(id)"}"#.utf8))
            ])
            await Task.yield()
        }
    }

    func ids(_ part: String) -> [String] {
        events.filter { $0.type.contains(part) }.map(\.id)
    }

    func service(
        _ access: BrokerAccess, granting: GrantingOptions? = nil,
        _ change: (inout ServingOptions) -> Void = { _ in },
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> AgentService {
        var options = ServingOptions()
        options.asksForTokens = granting != nil
        change(&options)
        let store = store
        let sequence: @Sendable () -> UInt64 = { store.lastSequence }
        return try await AgentService(
            access, directory: directory, options: options,
            trust: try AgentTrust(
                granting, directory: directory, believesClock: true,
                isReplica: options.isReplica, tell: tell),
            sequence: options.isReplica ? nil : sequence, tell: tell)
    }
}

/// A page of an answer, as a consumer sees it.
struct ServedPage: Decodable {
    struct Point: Decodable {
        let kind: String
        let event: String
    }

    struct Insight: Decodable {
        let id: String
        let dataclassification: Label
    }

    let points: [Point]?
    let insights: [Insight]?
    let cursor: String?

    init(_ message: IncomingMessage) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(message.payload))
    }

    var ids: [String] { points?.map(\.event) ?? insights?.map(\.id) ?? [] }
}
