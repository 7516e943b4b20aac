import Biosignals
import TestKit
import Testing

@testable import HRV

@Suite struct SlidingHRVTests {
    /// More than a day, with gaps of hours: the day's measures are those of its bins' intervals.
    @Test(arguments: 1...2) func theDayIsThatOfItsSegments(_ seed: UInt64) throws {
        var feed = roughFeed(20_000, seed: seed)
        // Stretch the gaps, so that the feed lasts two and a half days.
        var shift = 0.0
        for index in feed.indices {
            if !feed[index].followsPrevious { shift += seed == 1 ? 430 : 500 }
            feed[index].endSeconds += shift
        }
        var live = SlidingHRV()
        let capacity = live.day.capacity
        let start = feed[0].endSeconds - feed[0].milliseconds / 1_000
        var compared = 0
        for (index, interval) in feed.enumerated() {
            live.append(interval)
            guard index % 997 == 0 || index == feed.count - 1 else { continue }
            let bin = ((interval.endSeconds - start) / 300).rounded(.down)
            let first = max(0, bin - 288)
            let inside = feed[...index].filter {
                (($0.endSeconds - start) / 300).rounded(.down) >= first
            }
            let nn = batch(inside, from: -1)
            expect(live.day.measures, areThoseOf: nn)
            // Segments as the whole recording lays them, of those the last 288.
            let segments = Dictionary(
                grouping: inside.filter { (($0.endSeconds - start) / 300).rounded(.down) < bin }
            ) { (($0.endSeconds - start) / 300).rounded(.down) }
            .mapValues { $0.map(\.milliseconds) }.filter { $0.value.reduce(0, +) >= 150_000 }
            .sorted { $0.key < $1.key }.map(\.value)
            #expect(live.day.binsCounted == segments.count)
            let sdann = TimeDomain.standardDeviation(segments.compactMap(TimeDomain.mean))
            let sdnnIndex = TimeDomain.mean(segments.compactMap(TimeDomain.sdnn))
            if let sdann, let sdnnIndex {
                expect(try #require(live.day.sdann), isClose: sdann, withinRelative: 1e-9)
                expect(try #require(live.day.sdnnIndex), isClose: sdnnIndex, withinRelative: 1e-9)
                compared += 1
            } else {
                #expect(live.day.sdann == nil)
            }
        }
        #expect(compared > 10)
        #expect(live.day.capacity == capacity)
        #expect((feed.last?.endSeconds ?? 0) > 1.5 * 86_400)
    }

    /// Up to a day it is `FiveMinuteSegments`.
    @Test func aMorningIsThatOfFiveMinuteSegments() throws {
        var live = SlidingHRV()
        let feed = roughFeed(6_000, seed: 3)
        for interval in feed { live.append(interval) }
        let segments = FiveMinuteSegments(of: batch(feed, from: -1))
        #expect(segments.segments.count == live.day.binsCounted && live.day.binsCounted > 10)
        expect(
            try #require(live.day.sdann), isClose: try #require(segments.sdann),
            withinRelative: 1e-9)
        expect(
            try #require(live.day.sdnnIndex), isClose: try #require(segments.sdnnIndex),
            withinRelative: 1e-9)
    }

    @Test func twoDaysOfSilenceLeaveNothing() {
        var live = SlidingHRV()
        for interval in roughFeed(2_000, seed: 3) { live.append(interval) }
        #expect(live.day.measures.count == 2_000)
        live.advance(to: 200_000)
        #expect(live.day.measures.count == 0 && live.day.sdann == nil)
        #expect(live.day.measures.meanNN == nil && live.day.measures.rmssd == nil)
        #expect(live.minute.count == 0 && live.fiveMinutes.count == 0)
    }

    @Test func fiveMinutesHaveAPanelOnDemand() throws {
        var live = SlidingHRV()
        for (end, interval) in zip(beatSeconds(rhythm(800)).dropFirst(), rhythm(800)) {
            live.append(
                NNInterval(endSeconds: end, milliseconds: interval, followsPrevious: true))
        }
        let panel = live.panel(by: try HRVAnalyzer())
        expect(
            try #require(panel[.rmssd].value),
            isClose: try #require(live.fiveMinutes.measures.rmssd), withinRelative: 1e-9)
        #expect(panel[.hfPower].value != nil && panel[.sampEn].value != nil)
    }

    /// All of it, laid out at the start: the rings of the windows and the day's bins.
    @Test func theRoomIsKnownBeforehand() {
        let live = SlidingHRV()
        let intervals = live.minute.capacity + live.fiveMinutes.capacity
        let edits = live.minute.editCapacity + live.fiveMinutes.editCapacity
        let bytes =
            intervals * MemoryLayout<NNInterval>.stride + edits * MemoryLayout<BeatEdit>.stride
            + 2 * live.day.capacity * MemoryLayout<IntervalSums>.stride
        #expect(bytes < 200_000, "\(bytes)")
    }
}
