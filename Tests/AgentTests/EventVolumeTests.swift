import Acquisition
import Biosignals
import DeviceProtocols
import EventContract
import NATSPublishing
import Publishing
import Storage
import TestKit
import Testing
import Trust

@testable import Agent

/// What a HealthyPi 5's day publishes (subjects, headers, payloads, and the words around each
/// publish), from eleven minutes of the board's bytes through decoder, pipeline, signer and outbox.
/// The day itself, with its night and its insights, is `make soak`'s.
@Suite struct EventVolumeTests {
    /// 128 frames of 29 bytes a second.
    private static let rawBytesOfDay = 128.0 * 29 * 86_400
    /// What comes on occasion (`quality`, `contact`, `session`, insights in two halves, a `gap`)
    /// was 53 events and 0.14 MB in the day of `make soak`.
    private static let occasionalBytesOfDay = 0.14e6

    @Test func aDayOfAHealthyPi5StaysUnderTwoPerCent() async throws {
        let folder = try TemporaryFolder()
        let stored = try await events(in: folder.path + "/state")
        var bytes = Self.occasionalBytesOfDay
        var told = ""
        for (kind, perDay) in [("hr", 1_440.0), ("resp", 288), ("spo2", 288), ("temp", 288)] {
            let sizes = sizes(stored, kind)
            try #require(!sizes.isEmpty, "no \(kind) was published")
            bytes += perDay * mean(sizes)
            told += "\(kind) \(mean(sizes)) B, "
        }
        for kind in ["hrv", "prv"] {
            // The first tells its methods, as the first of every six hours does.
            let sizes = sizes(stored, kind)
            try #require(sizes.count >= 2)
            #expect(sizes[0] > sizes[1] * 3 / 2)
            bytes += 5 * Double(sizes[0]) + 283 * Double(sizes[1])
            told += "\(kind) \(sizes[0]) and \(sizes[1]) B, "
        }
        let share = bytes / Self.rawBytesOfDay
        #expect(share < 0.02, "\(told)\(share * 100) % of the board's raw bytes")
    }

    /// The board's frames are what the share is of.
    @Test func theBoardsRawBytesAreWhatTheProtocolSays() throws {
        var stream = try syntheticStream(.healthypi5)
        let bytes = try stream.frames(lasting: 10).reduce(0) { $0 + $1.bytes.count }
        #expect(abs(Double(bytes) * 8_640 / Self.rawBytesOfDay - 1) < 0.005)
    }

    private func sizes(_ events: [OutgoingEvent], _ kind: String) -> [Int] {
        events.filter { $0.type == "io.healthypi.event.\(kind).v1" }.map {
            WireSize.bytes(of: $0)
        }
    }

    private func mean(_ sizes: [Int]) -> Double {
        Double(sizes.reduce(0, +)) / Double(max(sizes.count, 1))
    }

    private func events(in directory: String) async throws -> [OutgoingEvent] {
        let store = try Store(
            directory: directory, keepsForBroker: true,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
        let key = try #require(MessageKey(seed: Array(0..<32)))
        let desk = EventDesk(
            store: store, publisher: nil, agent: "healthypi", person: "default",
            signer: MessageSigner(agent: "healthypi", key: key), generator: SplitMix64(seed: 1))
        let profile = BoardProfile.chosen(.healthypi5)
        var journal = SessionJournal(
            identifier: "S", factory: factory(profile), trendHorizon: 3_600)
        for item in try items(profile) {
            guard let timed = journal.event(for: item) else { continue }
            try await desk.deliver([timed], of: &journal)
        }
        return try store.pending(after: 0, limit: 1_000)
    }

    /// As long as in a live session: the clock's figures and the board's own beside ours.
    private func factory(_ profile: BoardProfile) -> EventFactory {
        var factory = EventFactory(
            clock: SampleClock(rate: 128, origin: .epoch),
            channels: profile.channels,
            origins: [
                .init(
                    device: .init(model: "healthypi5", firmware: "Zephyr v2.0.4 or later"),
                    name: "healthypi5",
                    clock: .init(
                        synced: true, errorMillisecondsMax: 18.123456, skewPPM: -23.456789,
                        jitterMilliseconds: 1.23456789, alignmentMilliseconds: 12.3456789))
            ], originOfChannel: profile.channels.map { _ in 0 },
            session: "00000000000000000000000000", recording: "live", isReplay: false)
        for quantity in [DeviceReport.Quantity.heartRate, .spo2, .respirationRate] {
            for seconds in stride(from: 60.0, through: 660, by: 60) {
                factory.reports.append((DeviceReport(quantity, 64, at: seconds), 0))
            }
        }
        return factory
    }

    private func items(_ profile: BoardProfile) throws -> [SessionItem] {
        var stream = try syntheticStream(.healthypi5)
        let board = LiveBoard(
            name: "healthypi5", profile: profile, channels: profile.channels, firstChannel: 0,
            originIndex: 0, origin: 0, joinedAt: 0)
        var pipeline = try SessionPipeline(channels: profile.channels)
        var items: [SessionItem] = []
        var bytes: [UInt8] = []
        var second = 1.0
        while second <= 660, let frame = try stream.next() {
            bytes += frame.bytes
            guard frame.due >= second else { continue }
            let placed = board.accept(
                ArrivedBytes(bytes: bytes, seconds: second, isPrompt: true, droppedBefore: 0))
            for block in placed.blocks { pipeline.process(block) }
            pipeline.advance()
            items += pipeline.take().items
            bytes = []
            second += 1
        }
        pipeline.finish()
        return items + pipeline.take().items
    }
}
