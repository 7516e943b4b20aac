import Biosignals
import Dashboard
import Testing

@testable import Agent

struct RecentSignalsTests {
    private let ecg = Channel(
        name: "ECG", role: .ecg, unit: .millivolt, unitText: "mV", rate: 250)
    private let eda = Channel(
        name: "EDA", role: .eda, unit: .microsiemens, unitText: "uS", rate: 10)

    private func recent(seconds: Int, gapAt gap: Int? = nil) -> RecentSignals {
        var recent = RecentSignals()
        recent.keep([0, 1], of: [ecg, eda])
        for second in 0..<seconds where second != gap {
            recent.append([
                SignalBlock(
                    channel: 0, start: second * 250,
                    samples: (0..<250).map { Double(second) + Double($0) / 250 }),
                SignalBlock(
                    channel: 1, start: second * 10, samples: Array(repeating: 2, count: 10)),
            ])
        }
        return recent
    }

    private func waves(_ messages: [PageMessage]) -> [PageWave] {
        messages.compactMap { if case .wave(let wave) = $0 { wave } else { nil } }
    }

    @Test func itIsOneMessageForEachTrace() {
        let waves = waves(recent(seconds: 200).messages(within: RecentSignals.pointsMax))
        #expect(waves.map(\.channel) == [0, 1])
        #expect(waves.map(\.at) == [120, 120])
        #expect(waves.map(\.values.count) == [20_000, 800])
        #expect(waves[0].values.first == 120 && waves[0].values.last == 199.996)
    }

    /// Many dense traces are shown for fewer seconds.
    @Test func itKeepsToSoManyPoints() {
        let waves = waves(recent(seconds: 200).messages(within: 5_000))
        #expect(waves.map(\.at) == [190, 120])
        #expect(waves[0].values.count == 2_500)
    }

    @Test func aGapStaysOne() {
        let waves = waves(recent(seconds: 30, gapAt: 20).messages(within: 60_000))
        let ecg = waves.filter { $0.channel == 0 }
        #expect(ecg.map(\.at) == [0, 21])
        #expect(ecg[0].values.suffix(2) == [19.996, nil])
    }

    @Test func theMomentIsWhatAViewHasRoomFor() {
        var recent = recent(seconds: 200)
        let judged = PageQuality(
            channel: 0, from: 198, to: 199, isUsable: true, quality: 1, reasons: [])
        recent.note([.quality(judged)])
        #expect(waves(recent.moment).map(\.at) == [192, 160])
        #expect(recent.moment.last == .quality(judged))
    }

    @Test func marksGoWithTheirSignals() {
        var recent = RecentSignals()
        for second in 0..<300 {
            recent.note([
                .mark(
                    PageMark(
                        channel: 0, at: Double(second), kind: .beat, quality: 1, isGood: true))
            ])
        }
        let kept = recent.messages(within: 60_000)
        #expect(kept.count >= 80 && kept.count <= 162)
    }
}
