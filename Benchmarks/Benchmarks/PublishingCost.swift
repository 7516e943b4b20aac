import BrokerLoad
import CSyncs
import Foundation
import NATSPublishing
import Publishing
import Storage

/// What it costs to bring events to a broker exactly once, beside a bare cnats loop that sends the
/// same bytes to the same server in the same run.
struct PublishingCost {
    /// Floor of the share of the bare loop's events a second at an equal window.
    private static let shareMin = 0.8
    /// As `PublishWindow` has them.
    private static let window = 64
    private static let eventsCount = 1_000
    private static let rounds = 5

    private let server: LoadServer
    private let bare: BareLoop

    static func figures() async throws -> [Figure] {
        let server = try LoadServer()
        let cost = PublishingCost(server: server, bare: try BareLoop(server.broker))
        return try await cost.rates() + cost.latencies() + cost.load() + overhead()
    }

    /// Seconds for the same events, one way after the other in each round, so that whatever else
    /// the machine does hits all of them.
    private func rates() async throws -> [Figure] {
        var (synchronous, asynchronous, publisher, outbox):
            ([Double], [Double], [Double], [Double]) =
                ([], [], [], [])
        for round in 0..<Self.rounds {
            var source = LoadEvents(seed: UInt64(round + 1))
            let events = try source.next(Self.eventsCount)
            synchronous.append(
                try await timed {
                    try bare.publishSynchronously(Array(events.prefix(Self.eventsCount / 4)))
                } * 4)
            asynchronous.append(
                try await timed { try bare.publishAsynchronously(events, window: Self.window) })
            publisher.append(try await timed { try await throughPublisher(events) })
            outbox.append(try await throughOutbox(events))
        }
        let count = Double(Self.eventsCount)
        // Shares of one round; the middle one of the rounds.
        let shares = zip(asynchronous, outbox).map { $0 / $1 }
        let alone = zip(asynchronous, publisher).map { $0 / $1 }
        return [
            Figure("bare cnats loop, one at a time", count / synchronous.quantile(0.5), "events/s"),
            Figure(
                "bare cnats loop, \(Self.window) in flight", count / asynchronous.quantile(0.5),
                "events/s"),
            Figure(
                "our publisher, \(Self.window) in flight, in order",
                count / publisher.quantile(0.5), "events/s"),
            Figure("  share of the bare loop", alone.quantile(0.5), ""),
            Figure(
                "outbox to acknowledged in the outbox", count / outbox.quantile(0.5), "events/s"),
            Figure(
                "  share of the bare loop", shares.quantile(0.5), "", least: Self.shareMin),
        ]
    }

    /// One event at a time, as they come, at fifty times the normal rate or more.
    private func latencies() async throws -> [Figure] {
        try await freshStream()
        let place = try LoadStore()
        let outbox = TimedOutbox(place.store)
        let drain = OutboxDrain(
            outbox: outbox, publisher: JetStreamPublisher(broker: server.broker),
            stopsWhenOperatorNeeded: true)
        let running = Task { await drain.run() }
        var source = LoadEvents(seed: 99)
        let count = 400
        let before = sync_count()
        for _ in 0..<count {
            try outbox.append(source.next())
            try await Task.sleep(for: .milliseconds(20))
        }
        let outcome = await drain.drain(within: .seconds(30))
        _ = await running.value
        guard outcome.remaining == 0 else { throw Failure("\(outcome.remaining) events remain") }
        let syncs = Double(sync_count() - before) / Double(count)
        let times = outbox.times
        return [
            Figure("event made to stored at the broker, median", times.stored.quantile(0.5), "s"),
            Figure("  99 of 100 within", times.stored.quantile(0.99), "s", most: 1),
            Figure("outbox append, 99 of 100 within", times.appended.quantile(0.99), "s"),
            Figure("fsyncs an event, one at a time", syncs, "", most: 1.25),
        ]
    }

    /// Eight that come together, as at the end of five minutes, again and again without a pause,
    /// while they are delivered.
    private func load() async throws -> [Figure] {
        try await freshStream()
        let place = try LoadStore()
        let drain = OutboxDrain(
            outbox: place.store, publisher: JetStreamPublisher(broker: server.broker),
            stopsWhenOperatorNeeded: true)
        let running = Task { await drain.run() }
        var source = LoadEvents(seed: 100)
        let groups = try (0..<200).map { _ in try source.next(8) }
        let count = Double(groups.count * 8)
        let (before, began) = (sync_count(), ContinuousClock.now)
        for group in groups { try place.store.append(group) }
        let outcome = await drain.drain(within: .seconds(60))
        _ = await running.value
        guard outcome.remaining == 0 else { throw Failure("\(outcome.remaining) events remain") }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        return [
            Figure("appended eight at a time and delivered", count / seconds, "events/s"),
            Figure("  fsyncs an event", Double(sync_count() - before) / count, "", most: 0.5),
        ]
    }

    /// What is not the event's own `data`.
    private static func overhead() throws -> [Figure] {
        var source = LoadEvents(seed: 7)
        let events = try source.next(100)
        let overheads = try events.map { event -> Double in
            let object = try JSONSerialization.jsonObject(with: Data(event.payload))
            let data = (object as? [String: Any])?["data"] ?? [:]
            let written = try JSONSerialization.data(
                withJSONObject: data, options: [.withoutEscapingSlashes])
            return Double(WireSize.bytes(of: event) - written.count)
        }
        return [
            Figure(
                "bytes around an event's data, on the wire", overheads.quantile(1), "B", most: 1_200
            )
        ]
    }

    private func throughPublisher(_ events: [OutgoingEvent]) async throws {
        let publisher = JetStreamPublisher(broker: server.broker)
        _ = try await publisher.connect()
        var left = events[...]
        while !left.isEmpty {
            let delivery = await publisher.publish(Array(left.prefix(OutboxDrain.batchCount)))
            if let failure = delivery.failure { throw failure }
            left = left.dropFirst(delivery.acknowledged)
        }
        await publisher.close()
    }

    /// Seconds of delivery alone: the events lie in the outbox before.
    private func throughOutbox(_ events: [OutgoingEvent]) async throws -> Double {
        let place = try LoadStore()
        try place.store.append(events)
        return try await timed {
            let drain = OutboxDrain(
                outbox: place.store, publisher: JetStreamPublisher(broker: server.broker),
                stopsWhenOperatorNeeded: true)
            let outcome = await drain.drain(within: .seconds(120))
            if let failure = outcome.failure { throw failure }
            guard outcome.remaining == 0 else { throw Failure("the outbox was not emptied") }
        }
    }

    private func timed(_ work: () async throws -> Void) async throws -> Double {
        try await freshStream()
        let began = ContinuousClock.now
        try await work()
        return (ContinuousClock.now - began) / .seconds(1)
    }

    private func freshStream() async throws {
        try? bare.deleteStream()
        try await server.provision()
    }
}
