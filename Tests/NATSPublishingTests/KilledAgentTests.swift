import Foundation
import Glibc
import Publishing
import Storage
import TestKit
import Testing

@testable import NATSPublishing

/// A process that appends and delivers, killed at times it knows nothing of, again and again over
/// one store and one stream.
@Suite(.serialized, .timeLimit(.minutes(10))) struct KilledAgentTests {
    /// `HEALTHYPI_AGENT_KILLS=200` is the long form.
    private static let kills =
        ProcessInfo.processInfo.environment["HEALTHYPI_AGENT_KILLS"].flatMap { Int($0) } ?? 6

    @Test func everySequenceIsStoredOnceInOrder() async throws {
        let server = try server()
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        var generator = SeededGenerator(seed: 9)
        setenv("KILLED_AGENT_FOLDER", server.folder + "/state", 1)
        setenv("KILLED_AGENT_URL", server.url, 1)
        for _ in 0..<Self.kills {
            let microseconds = Int.random(in: 2_000...300_000, using: &generator)
            setenv("KILLED_AGENT_MICROSECONDS", "\(microseconds)", 1)
            await #expect(processExitsWith: .signal(SIGKILL)) { try await AgentVictim.run() }
        }
        let store = try AgentVictim.store(server.folder + "/state")
        let drain = OutboxDrain(
            outbox: store, publisher: JetStreamPublisher(broker: broker),
            stopsWhenOperatorNeeded: true, generator: SeededGenerator(seed: 1))
        #expect(await drain.drain(within: .seconds(30)).remaining == 0)
        let stored = try storedMessages(server)
        #expect(stored.count > Self.kills)
        let expected = try store.events(after: 0, limit: .max)
        #expect(expected.map(\.sequence) == Array(1...store.lastSequence))
        #expect(stored.map(\.messageID) == expected.map(\.id))
        #expect(stored.map(\.payload) == expected.map(\.payload))
    }
}

enum AgentVictim {
    static func store(_ folder: String) throws -> Store {
        try Store(
            directory: folder, keepsForBroker: true,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000",
                    pseudonymKey: Array(repeating: 1, count: 32), createdMilliseconds: 0)
            }, now: { 0 })
    }

    /// Appends and delivers until a timer it cannot catch ends it.
    static func run() async throws {
        arm()
        let store = try store(text("KILLED_AGENT_FOLDER"))
        let drain = OutboxDrain(
            outbox: store,
            publisher: JetStreamPublisher(broker: try BrokerURL(text("KILLED_AGENT_URL"))),
            stopsWhenOperatorNeeded: false)
        let running = Task { await drain.run() }
        for batch in 0..<100_000 as Range<UInt64> {
            let next = store.lastSequence + 1
            try store.append((next...next + batch % 5).map { event($0) })
        }
        _ = await running.value
    }

    private static func text(_ name: String) -> String {
        getenv(name).map { String(cString: $0) } ?? ""
    }

    private static func arm() {
        var event = sigevent()
        event.sigev_notify = 0  // SIGEV_SIGNAL
        event.sigev_signo = SIGKILL
        var timer: timer_t?
        timer_create(CLOCK_MONOTONIC, &event, &timer)
        var when = itimerspec()
        when.it_value.tv_nsec = (Int(text("KILLED_AGENT_MICROSECONDS")) ?? 1_000) * 1_000
        // The first timer's identity is 0, which is no null pointer here.
        timer_settime(timer, 0, &when, nil)
    }
}
