import Biosignals
import Synthesis
import TestKit
import Testing

@Suite struct SyntheticSourceTests {
    @Test func sameSeedSameDigits() throws {
        let first = try drain(shortDay(), everything)
        let second = try drain(shortDay(), everything)
        #expect(first.samples == second.samples)
        #expect(first.truth == second.truth)
    }

    @Test func otherSeedOtherSignals() throws {
        let first = try drain(shortDay(seed: 1), everything)
        let second = try drain(shortDay(seed: 2), everything)
        for channel in first.samples.indices {
            #expect(first.samples[channel] != second.samples[channel])
        }
        #expect(first.truth.beats != second.truth.beats)
    }

    /// 0.1 s is not exact in binary, 0.7 s cuts blocks of unequal length, 1,000 s is all at once.
    @Test(arguments: [0.1, 0.7, 1, 2.5, 1_000])
    func outputDoesNotDependOnChunking(step: Double) throws {
        let expected = try drain(shortDay(), everything, step: 10)
        let pieced = try drain(shortDay(), everything, step: Seconds(step))
        #expect(pieced.samples == expected.samples)
        #expect(pieced.truth == expected.truth)
    }

    @Test func blocksFollowEachOther() throws {
        var source = try SyntheticSource(person: shortDay(), rates: everything)
        var ends = [Int](repeating: 0, count: source.channels.count)
        while let stretch = source.next(seconds: 0.3) {
            for block in stretch.blocks {
                #expect(block.start == ends[block.channel])
                #expect(!block.samples.isEmpty)
                ends[block.channel] = block.end
            }
        }
        #expect(source.seconds == 90)
        #expect(ends == [90 * 128, 90 * 64, 90 * 4, 90 * 16, 90 * 25])
        #expect(source.channels.map(\.expectedCount) == ends.map(Optional.some))
    }

    @Test func channelDoesNotDependOnItsNeighbours() throws {
        let together = try drain(shortDay(), everything)
        let alone = try drain(shortDay(), SyntheticRates(ppg: 64))
        #expect(alone.samples[0] == together.samples[1])
        #expect(alone.truth == together.truth)
    }

    /// The body is the same at every sampling rate.
    @Test func truthDoesNotDependOnTheRate() throws {
        let slow = try drain(shortDay(), SyntheticRates(ecg: 100))
        let fast = try drain(shortDay(), SyntheticRates(ecg: 1_000))
        #expect(slow.truth == fast.truth)
    }

    @Test(arguments: [UInt64.min, 1, 42, .max])
    func everySampleIsFiniteAndPlausible(seed: UInt64) throws {
        let (samples, _) = try drain(shortDay(seed: seed, noise: 3), everything)
        let bounds = [5.0, 6_000, 60, 3_000, 8]
        for (channel, bound) in zip(samples.indices, bounds) {
            #expect(samples[channel].allSatisfy { $0.isFinite && abs($0) < bound })
        }
        #expect(samples[2].allSatisfy { $0 >= 0 }, "Conductance is never negative.")
    }

    @Test func channelsSayWhatTheyAre() throws {
        let source = try SyntheticSource(person: shortDay(), rates: everything)
        #expect(
            source.channels.map(\.role) == [.ecg, .ppg, .eda, .respiration, .acceleration])
        #expect(
            source.channels.map(\.unit)
                == [.millivolt, .counts, .microsiemens, .counts, .standardGravity])
    }

    @Test func walkingMovesEverySensor() throws {
        let (samples, _) = try drain(shortDay(), everything)
        func spread(_ channel: Int, _ seconds: Range<Int>, rate: Int) -> Double {
            let part = samples[channel][(seconds.lowerBound * rate)..<(seconds.upperBound * rate)]
            let mean = part.reduce(0, +) / Double(part.count)
            return (part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(part.count))
                .squareRoot()
        }
        #expect(spread(1, 75..<90, rate: 64) > 1.5 * spread(1, 0..<15, rate: 64))
        #expect(spread(4, 75..<90, rate: 25) > 20 * spread(4, 0..<15, rate: 25))
    }
}
