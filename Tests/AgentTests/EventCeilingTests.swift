import Biosignals
import EventContract
import Publishing
import Testing

@testable import Agent

/// What is more confidential than the ceiling becomes no event, and leaves no hole.
@Suite struct EventCeilingTests {
    private let factory = EventFactory(
        clock: SampleClock(rate: 128),
        channels: [
            Channel(name: "ecg", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128)
        ],
        origins: [.init(device: .init(model: "healthypi5"), clock: .init(synced: false))],
        originOfChannel: [0], session: "00000000000000000000000000", recording: "live",
        isReplay: false)

    private func writer(_ ceiling: Label) -> EventWriter {
        EventWriter(
            agent: "healthypi", instance: "i", person: "p", lastSequence: 0, ceiling: ceiling,
            generator: SplitMix64(seed: 1))
    }

    private var rate: EventFactory.Timed? {
        factory.event(
            for: .heartRate(.init(start: 0, end: 60, usable: 1), source: .ecg, .value(60)),
            inputs: [])
    }

    @Test func measuredValuesStayAtHomeUnderAnInternalCeiling() throws {
        var writer = writer(.internal)
        let rate = try #require(rate)
        let first = try writer.events(for: factory.started())
        let none = try writer.events(for: rate)
        let last = try writer.events(for: factory.ended(after: 60, by: "stopped"))
        #expect(first.map(\.sequence) == [1])
        #expect(none.isEmpty)
        #expect(last.map(\.sequence) == [2])
    }

    @Test func theyLeaveUnderAConfidentialOne() throws {
        var writer = writer(.confidential)
        let events = try writer.events(for: try #require(rate))
        #expect(events.map(\.type) == ["io.healthypi.event.hr.v1"])
    }
}
