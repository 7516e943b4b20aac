import EventContract
import Publishing
import Storage
import TestKit
import Trust

@testable import Agent

/// A state directory with events that somebody may ask about.
final class ServedStore {
    static let instance = Instance(
        uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
        createdMilliseconds: 7)

    let folder: TemporaryFolder
    let store: Store
    var directory: String { folder.path + "/state" }
    private var sequence: UInt64 = 0

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(
            directory: folder.path + "/state", keepsForBroker: false,
            newInstance: { Self.instance }, now: { 42 })
    }

    static func person(_ name: String = "default") -> String {
        "person/" + Pseudonym(person: name, key: instance.pseudonymKey).description
    }

    /// One event; its id tells its sequence.
    @discardableResult
    func add(
        _ kind: EventKind, at milliseconds: Int64, person: String = "default",
        label: Label? = nil, data: String? = nil
    ) throws -> String {
        sequence += 1
        let digits = String(sequence)
        let id = "01J" + String(repeating: "0", count: 23 - digits.count) + digits
        let time = WireTime(millisecondsSince1970: milliseconds)
        let payload = """
            {"data":\(data ?? Self.data(kind, Double(sequence))),\
            "dataclassification":"\((label ?? kind.label).rawValue)",\
            "id":"\(id)","subject":"\(Self.person(person))","time":"\(time.text)"}
            """
        try store.append([
            OutgoingEvent(
                sequence: sequence, id: id, subject: kind.subject(agent: "healthypi"),
                type: kind.type, timeMilliseconds: milliseconds, payload: Array(payload.utf8))
        ])
        return id
    }

    private static func data(_ kind: EventKind, _ value: Double) -> String {
        guard case .event = kind else { return #"{"text":"A sentence.","replay":false}"# }
        return """
            {"source":"ecg","replay":false,"not_medical":true,"measures":{\
            "heartRate":{"value":\(value),"unit":"1/min","ci95":[1,2],"method":"m"},\
            "sdnn":{"value":null,"unit":"ms","reason":"windowTooShort","detail":"d"}}}
            """
    }
}

/// Time that stands still until it is moved.
final class ManualServiceClock: ServiceClock {
    private let instant: @Sendable () -> Duration

    init(_ instant: @escaping @Sendable () -> Duration = { .zero }) { self.instant = instant }

    func now() -> Duration { instant() }
    func utc() -> WireTime { WireTime(millisecondsSince1970: 1_795_226_400_000) }
    func isSynchronised() -> Bool { true }
}
