import Biosignals
@testable import HRV
import TestKit
import Testing

/// A feed with gaps, jumps, artefacts and, now and then, a rhythm without any spread.
func roughFeed(_ count: Int, seed: UInt64) -> [NNInterval] {
    var generator = SeededGenerator(seed: seed)
    var now = 12.5
    var isSteady = false
    return (0..<count).map { index in
        let draw = Double.random(in: 0...1, using: &generator)
        if index % 150 == 0 { isSteady = seed % 2 == 0 && !isSteady }
        var interval = 800.0
        if !isSteady {
            interval += Double.random(in: -60...60, using: &generator)
            // What an editor lets by at its worst: a beat too many, a long pause.
            if draw < 0.01 { interval = 250 }
            if draw > 0.99 { interval = 3_000 }
        }
        let isGap = draw > 0.3 && draw < 0.32
        if isGap { now += Double.random(in: 0...90, using: &generator) }
        now += interval / 1_000
        return NNInterval(
            endSeconds: now, milliseconds: interval, followsPrevious: !isGap,
            isReconstructed: draw < 0.05)
    }
}

/// The intervals that end after `from`, as one series.
func batch(_ feed: some Collection<NNInterval>, from: Double) -> NNIntervals {
    let held = feed.filter { $0.endSeconds > from }
    return NNIntervals(
        endSeconds: held.map(\.endSeconds), milliseconds: held.map(\.milliseconds),
        followsPrevious: held.indices.map { $0 > 0 && held[$0].followsPrevious },
        isReconstructed: held.map(\.isReconstructed), beatsTotal: held.count)
}

/// Every measure equal to the one computed from the intervals themselves.
func expect(
    _ measures: TimeDomainMeasures, areThoseOf nn: NNIntervals,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let differences = TimeDomain.differences(of: nn)
    let plot = PoincarePlot(of: nn)
    func check(_ name: String, _ value: Double?, _ expected: Double?) {
        // Rounding to whole numbers of 2^-36 ms is felt where there is no spread to speak of.
        let isSame =
            value == expected
            || abs((value ?? -1e9) - (expected ?? 1e9)) <= max(1e-9 * abs(expected ?? 0), 1e-10)
        #expect(
            isSame, "\(name): \(String(describing: value)), not \(String(describing: expected))",
            sourceLocation: sourceLocation)
    }
    #expect(measures.count == nn.count, sourceLocation: sourceLocation)
    #expect(measures.differenceCount == differences.count, sourceLocation: sourceLocation)
    #expect(
        measures.nn50 == TimeDomain.count(over: 50, differences: differences),
        sourceLocation: sourceLocation)
    let mean = TimeDomain.mean(nn.milliseconds)
    check("meanNN", measures.meanNN, mean)
    check("heartRate", measures.heartRate, mean.map { 60_000 / $0 })
    check("SDNN", measures.sdnn, TimeDomain.sdnn(nn.milliseconds))
    check("RMSSD", measures.rmssd, TimeDomain.rmssd(differences: differences))
    check("SDSD", measures.sdsd, TimeDomain.sdsd(differences: differences))
    check("pNN50", measures.pNN50, TimeDomain.pNN(over: 50, differences: differences))
    check("pNN20", measures.pNN20, TimeDomain.pNN(over: 20, differences: differences))
    check("SD1", measures.sd1, plot?.sd1)
    check("SD2", measures.sd2, plot?.sd2)
}

@Suite struct SlidingWindowTests {
    @Test(arguments: 1...4) func everyBeatGivesTheBatchMeasures(_ seed: UInt64) {
        let feed = roughFeed(500, seed: seed)
        for length in [60.0, 300] {
            var window = SlidingWindow(length: Seconds(length))
            for (index, interval) in feed.enumerated() {
                window.append(interval)
                let from = interval.endSeconds - length
                let expected = batch(feed[max(0, index - 400)...index], from: from)
                expect(window.measures, areThoseOf: expected)
                if index % 50 == 0 {
                    #expect(window.intervals.milliseconds == expected.milliseconds)
                    #expect(window.intervals.followsPrevious == expected.followsPrevious)
                    #expect(window.intervals.isReconstructed == expected.isReconstructed)
                }
            }
        }
    }

    /// 800, 810, 790, 820: as in TimeDomainTests.
    @Test func byHand() throws {
        var window = SlidingWindow(length: 60)
        for (index, interval) in [800.0, 810, 790, 820].enumerated() {
            window.append(
                NNInterval(
                    endSeconds: Double(index + 1), milliseconds: interval, followsPrevious: true))
        }
        let measures = window.measures
        expect(try #require(measures.rmssd), isClose: 21.602_468_994_692_867, within: 1e-10)
        expect(try #require(measures.sdnn), isClose: 12.909_944_487_358_056, within: 1e-10)
        #expect(measures.count == 4 && measures.differenceCount == 3)
        #expect(window.covered == 3.22)
    }

    @Test func aSteadyRhythmForgetsAJump() {
        var window = SlidingWindow(length: 60)
        var now = 0.0
        for index in 0..<200 {
            let interval = index == 20 ? 2_999.7 : 800.1
            now += interval / 1_000
            window.append(
                NNInterval(endSeconds: now, milliseconds: interval, followsPrevious: true))
        }
        #expect(window.measures.sdnn == 0)
        #expect(window.measures.rmssd == 0)
        #expect(window.measures.sd2 == 0)
        #expect(window.measures.lnRMSSD == nil)
    }

    @Test func timeAloneEmptiesIt() {
        var window = SlidingWindow(length: 60)
        for second in 1...30 {
            window.append(
                NNInterval(
                    endSeconds: Double(second), milliseconds: 1_000, followsPrevious: second > 1))
        }
        window.append(BeatEdit(kind: .moved, seconds: 10, costBefore: 5, costAfter: 1))
        #expect(window.intervals.edits.count == 1)
        // An interval whose end is just as old as the window is long has left.
        window.advance(to: 65)
        #expect(window.count == 25)
        window.advance(to: 75)
        #expect(window.intervals.edits.isEmpty)
        window.advance(to: 90)
        #expect(window.count == 0)
        #expect(window.measures.meanNN == nil && window.measures.rmssd == nil)
    }

    @Test func whatIsNoIntervalBreaksTheRun() {
        var window = SlidingWindow(length: 60)
        func append(_ end: Double, _ milliseconds: Double) {
            window.append(
                NNInterval(endSeconds: end, milliseconds: milliseconds, followsPrevious: true))
        }
        append(1, 1_000)
        append(2, .nan)
        append(3, 1_000)
        #expect(window.measures.count == 2 && window.measures.differenceCount == 0)
        append(4, 1_000)
        #expect(window.measures.differenceCount == 1)
        append(3.5, 1_000)
        append(5, -1)
        append(.infinity, 1_000)
        append(6, 9_000)
        #expect(window.measures.count == 3)
        append(7, 1_000)
        #expect(window.measures.differenceCount == 1)
    }

    /// Beats more often than there is room for: the oldest leave, nothing grows.
    @Test func theRoomNeverGrows() {
        var window = SlidingWindow(length: 60)
        let (capacity, edits) = (window.capacity, window.editCapacity)
        var feed: [NNInterval] = []
        for index in 1...2_000 {
            let end = Double(index) * 0.01
            feed.append(
                NNInterval(
                    endSeconds: end, milliseconds: Double(10 + index % 7), followsPrevious: true))
            window.append(feed[feed.count - 1])
            window.append(BeatEdit(kind: .moved, seconds: end, costBefore: 5, costAfter: 1))
        }
        #expect(window.capacity == capacity && window.count == capacity)
        #expect(window.editCapacity == edits)
        expect(window.measures, areThoseOf: batch(feed.suffix(capacity), from: 0))
    }
}
