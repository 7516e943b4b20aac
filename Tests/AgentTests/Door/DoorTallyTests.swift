import Biosignals
import Dashboard
import Publishing
import Sedentary
import Testing

@testable import Agent

/// What findings leave for whoever asks how things stand.
struct DoorTallyTests {
    private let window = SessionItem.Window(start: 0, end: 60, usable: 1)

    @Test func theLatestOfEachIsKept() {
        var tally = DoorTally()
        take([.heartRate(window, source: .ecg, .value(62))], &tally)
        take([.heartRate(window, source: .ppg, .value(63))], &tally)
        take(
            [.heartRate(window, source: .ecg, .unavailable(.poorSignal(usable: 0, needed: 1)))],
            &tally)
        #expect(
            tally.measures == [
                DoorMeasure(
                    name: .heartRate, source: "ppg", unit: "1/min", value: 63,
                    timeMilliseconds: 60_000),
                DoorMeasure(
                    name: .heartRate, source: "ecg", unit: "1/min", value: nil,
                    reason: "poorSignal", timeMilliseconds: 60_000),
            ])
    }

    @Test func stationaryMinutesAddUpUntilSomebodyMoves() {
        var tally = DoorTally()
        take([epoch(0, .stationary), epoch(1, .stationary), epoch(2, .unknown)], &tally)
        #expect(tally.measures.first?.value == 2)
        take([epoch(3, .stationary)], &tally)
        #expect(tally.measures.first?.value == 3)
        take([epoch(4, .active)], &tally)
        #expect(tally.measures.first?.value == 0)
        #expect(tally.measures.count == 1)
    }

    @Test func beatsAreCountedBySource() {
        var tally = DoorTally()
        let beats = (0..<5).map {
            TimedBeat(source: $0 < 3 ? .ecg : .ppg, seconds: Double($0), quality: 1)
        }
        tally.take([], beats) { Int64($0) }
        #expect(tally.counts.map(\.source) == ["ecg", "ppg"])
        #expect(tally.counts.map(\.total) == [3, 2])
    }

    @Test func qualityIsToldOfTheChannelItIsOf() {
        var tally = DoorTally()
        let bad = SignalQuality(score: 0.2, reasons: [.noise, .motion])
        take([.quality(channel: 1, seconds: 0..<1, bad)], &tally)
        let channels = ["a", "b"].map {
            Channel(
                name: $0, role: .ecg, unit: .millivolt, unitText: "mV", rate: 128)
        }
        let told = tally.channels(channels)
        #expect(told.map(\.quality) == [nil, 0.2])
        #expect(told.last?.reasons == ["noise", "motion"])
    }

    /// 10 waited at the start; 30 were made since, 4 wait, 1 was let go: 35 have been published.
    @Test func publishedEventsAreCountedFromWhatTheOutboxSays() {
        var figures = BrokerFigures(waitingAtStart: 10, lastSequenceAtStart: 100)
        figures.update(waiting: 4, lastSequence: 130, dropped: 1, failure: nil)
        #expect(figures.door.eventsPublished == 35)
        #expect(figures.door.state == .connected)
        // The broker lost ten: they wait again, and the count does not go back.
        figures.update(
            waiting: 14, lastSequence: 130, dropped: 1,
            failure: .connectionLost(broker: "nats://h:1"))
        #expect(figures.door.eventsPublished == 35)
        #expect(figures.door.state == .waiting)
        #expect(figures.door.reason?.contains("nats://h:1") == true)
    }

    private func take(_ items: [SessionItem], _ tally: inout DoorTally) {
        tally.take(items, []) { Int64($0 * 1_000) }
    }

    private func epoch(_ minute: Double, _ state: Epoch.State) -> SessionItem {
        .epoch(
            Epoch(
                start: Seconds(minute * 60), end: Seconds(minute * 60 + 60), state: state,
                pStationary: nil, evidence: EpochEvidence(usable: 1, contactLost: 0),
                logLikelihoodRatios: [:]))
    }
}
