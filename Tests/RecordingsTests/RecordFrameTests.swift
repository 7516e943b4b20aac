import Biosignals
import TestKit
import Testing

@testable import Recordings

@Suite struct RecordFrameTests {
    @Test(
        arguments: [
            // The shortest frame of 250, 128 and 4 Hz is half a second.
            ([250.0, 128, 4], [125, 64, 2], 0.5), ([500.0], [1], 0.002),
            ([62.5, 125], [1, 2], 0.016), ([1_000.0 / 14, 1], [500, 7], 7),
        ] as [([Double], [Int], Double)])
    func theShortestFrameHoldsWholeSamples(
        _ rates: [Double], _ samples: [Int], _ seconds: Double
    ) throws {
        let frame = try #require(RecordFrame(shortestFor: rates.map { Hertz($0) }))
        #expect(frame.samples == samples)
        expect(frame.seconds, isClose: seconds, within: 1e-12)
    }

    @Test(
        arguments: [
            ([250.0, 128, 4], "1"), ([62.5], "1.008"), ([1_000.0 / 14], "0.994"), ([0.5], "2"),
            ([128.0, 1_000.0 / 7], "0.875"),
        ] as [([Double], String)])
    func aRecordIsAboutASecondAndADecimalNumber(_ rates: [Double], _ text: String) throws {
        let frame = try #require(RecordFrame(recordFor: rates.map { Hertz($0) }))
        #expect(frame.isExact && frame.duration.text == text)
        for (rate, samples) in zip(rates, frame.samples) {
            expect(Double(samples) / frame.seconds, isClose: rate, within: 1e-9 * rate)
        }
    }

    @Test func aRateWithoutADecimalRecordIsRoundedAndSaidToBe() throws {
        let frame = try #require(RecordFrame(recordFor: [Hertz(100_003 / 300.7)]))
        #expect(!frame.isExact)
        expect(
            Double(frame.samples[0]) / frame.duration.value, isClose: 100_003 / 300.7, within: 1e-3)
    }

    /// 60,123 samples are 49 records of 1,227; 60,127 is a prime, and its last record is filled up.
    @Test(
        arguments: [
            ([1_000.0], [60_123], "1.227"), ([1_000.0], [60_127], "1"),
            ([250.0, 4], [2_500, 40], "1"),
            ([250.0, 4], [2_750, 43], "1"), ([1.0], [7], "1"), ([100.0], [150], "0.75"),
        ] as [([Double], [Int], String)])
    func aRecordDividesTheLengthWhereItCan(
        _ rates: [Double], _ ends: [Int], _ text: String
    ) throws {
        let frame = try #require(RecordFrame(recordFor: rates.map { Hertz($0) }, ends: ends))
        #expect(frame.isExact && frame.duration.text == text)
    }

    @Test func ratesWithoutACommonFrameHaveNone() {
        #expect(RecordFrame(shortestFor: [Hertz(Double.pi), Hertz(2.0.squareRoot())]) == nil)
        #expect(RecordFrame(shortestFor: []) == nil)
    }
}

@Suite struct SampleGridTests {
    /// Random blocks of three channels, cut at random and with random gaps, come out where they
    /// were put in, each once.
    @Test(arguments: 0..<8)
    func everySampleHasItsPlace(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let frame = try #require(RecordFrame(shortestFor: [100, 25, 4]))
        var blocks: [SignalBlock] = []
        var expected = [[Int: Double](), [:], [:]]
        var ends = [0, 0, 0]
        for second in 0..<40 {
            if second % 11 == 5 { continue }
            for (channel, rate) in [100, 25, 4].enumerated() {
                guard Int.random(in: 0..<6, using: &random) > 0 else { continue }
                let first = second * rate + Int.random(in: 0..<rate, using: &random)
                let count = (second + 1) * rate - first
                let samples = (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
                blocks.append(SignalBlock(channel: channel, start: first, samples: samples))
                for (offset, value) in samples.enumerated() {
                    expected[channel][first + offset] = value
                }
                ends[channel] = first + count
            }
        }
        var grid = SampleGrid(frame: frame, ends: ends)
        var found = [[Int: Double](), [:], [:]]
        var next = 0
        func take(isLast: Bool) {
            while let stretch = grid.next(isLast: isLast) {
                #expect(stretch.firstFrame >= next && stretch.count > 0)
                next = stretch.firstFrame + stretch.count
                for (channel, size) in frame.samples.enumerated() {
                    #expect(stretch.samples[channel].count == stretch.count * size)
                    for (offset, value) in stretch.samples[channel].enumerated() where !value.isNaN
                    {
                        found[channel][stretch.firstFrame * size + offset] = value
                    }
                }
            }
        }
        for block in blocks {
            grid.append(block)
            take(isLast: false)
        }
        take(isLast: true)
        #expect(found == expected && grid.lateCount == 0)
    }

    @Test func whatComesTooLateIsCounted() throws {
        let frame = try #require(RecordFrame(shortestFor: [10, 10]))
        var grid = SampleGrid(frame: frame, ends: [10_000, 10_000], patience: 1)
        grid.append(SignalBlock(channel: 0, start: 0, samples: Array(repeating: 1, count: 100)))
        while grid.next(isLast: false) != nil {}
        grid.append(SignalBlock(channel: 1, start: 0, samples: Array(repeating: 1, count: 95)))
        #expect(grid.lateCount == 90)
    }
}
