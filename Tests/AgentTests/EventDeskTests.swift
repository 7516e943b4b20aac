import Biosignals
import EventContract
import Publishing
import Storage
import TestKit
import Testing
import Trust

@testable import Agent

/// What stands beside the events, and what is said of events themselves.
@Suite struct EventDeskTests {
    private let factory = EventFactory(
        clock: SampleClock(rate: 128),
        channels: [
            Channel(name: "ecg", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128)
        ],
        origins: [.init(device: .init(model: "healthypi5"), clock: .init(synced: false))],
        originOfChannel: [0], session: "00000000000000000000000000", recording: "live",
        isReplay: false)

    private var journal: SessionJournal {
        SessionJournal(identifier: "S", factory: factory, trendHorizon: 3_600)
    }

    private func store(_ folder: TemporaryFolder, bytesMax: Int64 = 256 << 20) throws -> Store {
        try Store(
            directory: folder.path + "/state", keepsForBroker: true,
            limits: OutboxLimits(pendingBytesMax: bytesMax),
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
    }

    private func desk(
        _ store: Store, signer: MessageSigner? = nil,
        losses: @escaping () -> [AcknowledgedLoss] = { [] }
    ) -> EventDesk {
        EventDesk(
            store: store, publisher: nil, agent: "healthypi", person: "one", signer: signer,
            generator: SplitMix64(seed: 1), takeLosses: losses)
    }

    private func rate(_ minute: Int) throws -> EventFactory.Timed {
        let window = SessionItem.Window(
            start: Double(minute) * 60, end: Double(minute + 1) * 60, usable: 1)
        return try #require(
            factory.event(for: .heartRate(window, source: .ecg, .value(60)), inputs: []))
    }

    @Test func aSignedEventVerifiesAfterARestart() async throws {
        let folder = try TemporaryFolder()
        let key = try #require(MessageKey(seed: Array(0..<32)))
        var journal = journal
        do {
            let desk = desk(
                try store(folder), signer: MessageSigner(agent: "healthypi", key: key))
            try await desk.deliver([factory.started(), try rate(0)], of: &journal)
        }
        let stored = try store(folder).pending(after: 0, limit: 10)
        #expect(stored.count == 2)
        let verifier = MessageVerifier(keys: [
            ("healthypi", try #require(MessagePublicKey(text: key.publicText)))
        ])
        for event in stored {
            #expect(event.headers.first?.value == "application/cloudevents+json")
            let header = try #require(event.headers.last)
            #expect(header.name == MessageSigner.headerName)
            let statement = try verifier.verify(
                header: header.value, subject: event.subject, payload: event.payload)
            #expect(statement.id == event.id && statement.sequence == event.sequence)
        }
    }

    @Test func withoutAKeyOnlyWhatTheBytesAreIsSaid() async throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var journal = journal
        try await desk(store).deliver([factory.started()], of: &journal)
        #expect(
            try store.pending(after: 0, limit: 10).first?.headers == [
                .init(name: "Content-Type", value: "application/cloudevents+json")
            ])
    }

    /// A small outbox drops rates; when the broker is back, one event names the hole.
    @Test func aHoleInTheSequenceIsNamed() async throws {
        let folder = try TemporaryFolder()
        let store = try store(folder, bytesMax: 8_000)
        let desk = desk(store)
        var journal = journal
        for minute in 0..<20 { try await desk.deliver([try rate(minute)], of: &journal) }
        let kept = try store.pending(after: 0, limit: 100).map(\.sequence)
        #expect(kept.count < 20 && kept.last == 20)
        // Not while they still go.
        #expect(try store.dropToName() == nil)
        try store.acknowledge(through: 20)
        let drop = try #require(try store.dropToName())
        try await desk.deliver([try rate(20)], of: &journal)
        #expect(try store.dropToName() == nil)
        let said = try store.pending(after: 20, limit: 10)
        #expect(said.map(\.sequence) == [21, 22])
        #expect(said.last?.type == "io.healthypi.event.gap.v1")
        let text = String(decoding: try #require(said.last).payload, as: UTF8.self)
        let first = String(repeating: "0", count: 20 - String(drop.first).count) + "\(drop.first)"
        #expect(drop.first == 1 && drop.count == 20 - kept.count)
        #expect(text.contains(#""of":"events""#) && text.contains(#""reason":"outboxFull""#))
        #expect(text.contains("\"first_sequence\":\"\(first)\""))
        #expect(text.contains("\"count\":\(drop.count)"))
        try await desk.deliver([try rate(21)], of: &journal)
        #expect(store.lastSequence == 23)
    }

    @Test func whatTheBrokerLostIsToldOnce() async throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var found = [AcknowledgedLoss(resentCount: 3, lostCount: 1)]
        let desk = desk(store) {
            defer { found = [] }
            return found
        }
        var journal = journal
        try await desk.deliver([factory.started()], of: &journal)
        try await desk.deliver([try rate(0)], of: &journal)
        let said = try store.pending(after: 0, limit: 10)
        #expect(
            said.map(\.subject) == [
                "health.events.write.healthypi.internal.session",
                "health.events.write.healthypi.internal.security",
                "health.events.write.healthypi.confidential.hr",
            ])
        let text = String(decoding: said[1].payload, as: UTF8.self)
        #expect(
            text.contains(
                #""data":{"lost":1,"not_medical":true,"reason":"broker_data_loss","replay":false,"#
                    + #""resent":3}"#))
    }

    /// T5: somebody used one of our ids. It is told once.
    @Test func aTakenIDIsToldOnce() async throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        let desk = desk(store)
        var found = ["01JD0000000000000000000000"]
        desk.takeTakenIDs = {
            defer { found = [] }
            return found
        }
        var journal = journal
        try await desk.deliver([factory.started()], of: &journal)
        try await desk.deliver([try rate(0)], of: &journal)
        let said = try store.pending(after: 0, limit: 10)
        #expect(said.count == 3)
        #expect(said[1].subject == "health.events.write.healthypi.internal.security")
        let text = String(decoding: said[1].payload, as: UTF8.self)
        #expect(
            text.contains(
                #""data":{"event":"01JD0000000000000000000000","not_medical":true,"#
                    + #""reason":"id_taken","replay":false}"#))
    }
}
