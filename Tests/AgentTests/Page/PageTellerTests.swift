import Biosignals
import Foundation
import Synthesis
import TestKit
import Testing

@testable import Agent
@testable import Dashboard

struct PageTellerTests {
    private let session = PageSession(
        version: "1", id: "s", mode: .replay, title: "desk", started: nil, isSynced: false,
        speed: 1, duration: nil, channels: [])

    /// A minute and a quarter of a person at a desk through the pipeline and the teller, in steps of a
    /// quarter of a second.
    private func run(_ feed: PageFeed, watching: Bool) async throws -> (
        objects: [[String: Any]], teller: PageTeller
    ) {
        let person = try SyntheticPerson(
            seed: 11,
            phases: [.init(.deskWork, duration: 75, heartRate: 66, rmssd: 40, scrRate: 4)])
        var source = try SyntheticSource(
            person: person, rates: SyntheticRates(ecg: 128, ppg: 64, eda: 4, respiration: 16))
        var settings = SessionPipeline.Settings()
        settings.isShown = true
        var pipeline = try SessionPipeline(channels: source.channels, settings: settings)
        let teller = PageTeller(feed: feed)
        teller.begin(session, channels: source.channels, inUse: pipeline.channelsInUse)
        let viewer = watching ? feed.join() : nil
        var bytes: [UInt8] = []
        while let stretch = source.next(seconds: 0.25) {
            for block in stretch.blocks { pipeline.process(block) }
            pipeline.advance()
            teller.show(stretch.blocks)
            let found = pipeline.take()
            teller.note(found.items, found.beats, in: pipeline)
            teller.tick(&pipeline, PageStatus(device: .replaying, deviceText: "desk"))
            if let viewer { bytes += await viewer.queue.take() ?? [] }
        }
        return (try Self.objects(bytes), teller)
    }

    /// The messages of a run of server frames.
    static func objects(_ bytes: [UInt8]) throws -> [[String: Any]] {
        var objects: [[String: Any]] = []
        var rest = bytes[...]
        while let length = rest.dropFirst().first {
            var (from, count) = (2, Int(length))
            if length >= 126 {
                from = length == 126 ? 4 : 10
                count = rest.dropFirst(2).prefix(from - 2).reduce(0) { $0 << 8 | Int($1) }
            }
            let data = Data(rest.dropFirst(from).prefix(count))
            let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            objects.append(try #require(object))
            rest = rest.dropFirst(from + count)
        }
        return objects
    }

    @Test func whoWatchesSeesEverything() async throws {
        let (objects, _) = try await run(PageFeed(), watching: true)
        #expect(objects.first?["t"] as? String == "hello")
        #expect((objects.first?["channels"] as? [Any])?.count == 4)
        let kinds = Set(objects.compactMap { $0["t"] as? String })
        #expect(
            kinds == [
                "hello", "wave", "mark", "quality", "tachogram", "poincare", "spectrum", "tile",
                "timeline", "status",
            ])
        let marks = Set(objects.compactMap { $0["kind"] as? String })
        #expect(marks.isSuperset(of: ["beat", "pulse", "breath"]))
        // 75 s of 128 Hz, every sample once.
        let points = objects.filter { $0["t"] as? String == "wave" && $0["c"] as? Int == 0 }
            .compactMap { ($0["v"] as? [Any])?.count }
        #expect(points.reduce(0, +) == 75 * 128)

        // The heart rate of the moment is there within seconds, and is the person's.
        let rates = objects.filter { $0["id"] as? String == "heartRate" }
        let first = try #require(rates.first { $0["value"] is Double })
        #expect((first["at"] as? Double ?? 99) < 8)
        let last = try #require(rates.last?["value"] as? Double)
        #expect((50...85).contains(last))
        #expect(objects.first { $0["id"] as? String == "rmssd" }?["reason"] is String)
    }

    /// While nobody watches nothing passes and nothing is computed; whoever comes is told how the
    /// minutes were.
    @Test func nobodyIsToldNothing() async throws {
        let feed = PageFeed()
        let (objects, teller) = try await run(feed, watching: false)
        #expect(objects.isEmpty)
        let viewer = try #require(feed.join())
        let standing = try Self.objects(await viewer.queue.take() ?? [])
        #expect(standing.compactMap { $0["t"] as? String } == ["hello", "timeline"])
        #expect(teller.beats[.ecg]?.isEmpty == false)
    }

    /// Who comes in the middle is shown the seconds before, once and in order, then what happens.
    @Test func whoComesLateSeesWhatWasBefore() async throws {
        let feed = PageFeed()
        let person = try SyntheticPerson(
            seed: 11,
            phases: [.init(.deskWork, duration: 120, heartRate: 66, rmssd: 40, scrRate: 4)])
        var source = try SyntheticSource(
            person: person, rates: SyntheticRates(ecg: 128, ppg: 64, eda: 4, respiration: 16))
        var settings = SessionPipeline.Settings()
        settings.isShown = true
        var pipeline = try SessionPipeline(channels: source.channels, settings: settings)
        let teller = PageTeller(feed: feed)
        teller.begin(session, channels: source.channels, inUse: pipeline.channelsInUse)
        var viewer: ViewerQueue?
        var bytes: [UInt8] = []
        var steps = 0
        while let stretch = source.next(seconds: 0.25) {
            steps += 1
            if steps == 400 { viewer = feed.join()?.queue }
            for block in stretch.blocks { pipeline.process(block) }
            pipeline.advance()
            teller.show(stretch.blocks)
            let found = pipeline.take()
            teller.note(found.items, found.beats, in: pipeline)
            teller.tick(&pipeline, PageStatus(device: .replaying, deviceText: "desk"))
            if let viewer { bytes += await viewer.take() ?? [] }
        }
        let objects = try Self.objects(bytes)
        let waves = objects.filter { $0["t"] as? String == "wave" && $0["c"] as? Int == 0 }
        #expect(waves.first?["at"] as? Double == 100 - RecentSignals.secondsMax)
        let points = waves.compactMap { ($0["v"] as? [Any])?.count }
        #expect(points.reduce(0, +) == 100 * 128, "80 s before and 20 s after, each once")
        let starts = waves.compactMap { $0["at"] as? Double }
        #expect(starts == starts.sorted())
        let marks = objects.filter { $0["kind"] as? String == "beat" }
        let times = marks.compactMap { $0["at"] as? Double }
        #expect(times.count > 90 && Set(times).count == times.count)
    }

    /// While it catches up it says so and shows nothing; then those who waited see the last seconds.
    @Test func catchingUpIsSaid() async throws {
        let feed = PageFeed()
        let channel = Channel(
            name: "ECG", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128)
        var settings = SessionPipeline.Settings()
        settings.isShown = true
        var pipeline = try SessionPipeline(channels: [channel], settings: settings)
        let teller = PageTeller(feed: feed)
        let viewer = try #require(feed.join())
        teller.begin(session, channels: [channel], inUse: pipeline.channelsInUse)
        var bytes: [UInt8] = []
        for second in 0..<200 {
            let block = SignalBlock(
                channel: 0, start: second * 128,
                samples: (0..<128).map { Double($0 % 64) / 64 })
            pipeline.process(block)
            pipeline.advance()
            var status = PageStatus(device: .replaying, deviceText: "desk")
            status.catchingUpTo = second < 180 ? 180 : nil
            teller.show([block], isCatchingUp: second < 180)
            teller.tick(&pipeline, status)
            if second == 179 {
                let before = try Self.objects(await viewer.queue.take() ?? [])
                #expect(!before.contains { $0["t"] as? String == "wave" })
                #expect(before.contains { $0["catching_up_to_s"] as? Double == 180 })
            }
        }
        bytes += await viewer.queue.take() ?? []
        let objects = try Self.objects(bytes)
        let waves = objects.filter { $0["t"] as? String == "wave" }
        let points = waves.compactMap { ($0["v"] as? [Any])?.count }
        #expect(points.reduce(0, +) == 12_672, "80 s before and 19 after")
        #expect(objects.last { $0["t"] as? String == "status" }?["catching_up_to_s"] == nil)
    }

    /// At full speed a view inside the agent is shown the moment as often as it looks.
    @Test func aViewIsShownTheMomentAtFullSpeed() throws {
        let feed = PageFeed()
        let channel = Channel(
            name: "ECG", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128)
        var settings = SessionPipeline.Settings()
        settings.isShown = true
        var pipeline = try SessionPipeline(channels: [channel], settings: settings)
        let teller = PageTeller(feed: feed)
        teller.begin(session, channels: [channel], inUse: pipeline.channelsInUse, speed: nil)
        let tap = feed.tap()
        _ = tap.take()
        var told = 0
        for minute in 0..<10 {
            let block = SignalBlock(
                channel: 0, start: minute * 7_680, samples: [Double](repeating: 0.5, count: 7_680))
            pipeline.process(block)
            pipeline.advance()
            teller.show([block])
            teller.tick(&pipeline, PageStatus(device: .replaying, deviceText: "desk"))
            guard minute % 2 == 1 else { continue }
            let news = tap.take()
            let waves = news.messages.compactMap {
                if case .wave(let wave) = $0 { wave } else { nil }
            }
            #expect(waves.count == 1 && waves.first?.values.count == 8 * 128)
            told += news.messages.count { if case .status = $0 { true } else { false } }
        }
        #expect(told == 5)
    }

    /// A channel without a role has no trace; of many only so many have one.
    @Test func thereIsRoomForEightTraces() async throws {
        let feed = PageFeed()
        let channels = (0..<12).map { index in
            Channel(
                name: "c\(index)", role: index == 0 ? nil : .acceleration, unit: .standardGravity,
                unitText: "g", rate: 50)
        }
        PageTeller(feed: feed).begin(session, channels: channels, inUse: [11])
        let viewer = try #require(feed.join())
        let hello = try Self.objects(await viewer.queue.take() ?? []).first
        let shown = (hello?["channels"] as? [[String: Any]])?.compactMap { $0["id"] as? Int }
        #expect(shown == [1, 2, 3, 4, 5, 6, 7, 11])
    }
}
