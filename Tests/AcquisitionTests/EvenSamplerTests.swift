import Acquisition
import Biosignals
import TestKit
import Testing

@Suite struct EvenSamplerTests {
    @Test func byHand() {
        // Samples 10, 20, 30 at places 0.5, 2.5, 3.0: the grid has 1 and 2 between the first two,
        // a quarter and three quarters of the way, and 3 on the last.
        var sampler = EvenSampler()
        var blocks: [SignalBlock] = []
        sampler.process(block(0, [10]), at: 0.5, step: 1, channel: 7, into: &blocks)
        #expect(blocks.isEmpty)
        sampler.process(block(1, [20]), at: 2.5, step: 1, channel: 7, into: &blocks)
        sampler.process(block(2, [30]), at: 3, step: 1, channel: 7, into: &blocks)
        #expect(
            blocks == [
                SignalBlock(channel: 7, start: 1, samples: [12.5, 17.5]),
                SignalBlock(channel: 7, start: 3, samples: [30]),
            ])
    }

    @Test func aLineStaysALine() {
        var sampler = EvenSampler()
        var blocks: [SignalBlock] = []
        let samples = (0..<500).map { Double($0) * 1.09 + 3 }
        sampler.process(block(0, samples), at: 3, step: 1.09, channel: 0, into: &blocks)
        #expect(blocks.count == 1 && blocks[0].start == 3)
        for (offset, sample) in blocks[0].samples.enumerated() {
            expect(sample, isClose: Double(3 + offset), within: 1e-9)
        }
        // Nothing beyond the last sample, which is at 3 + 499 · 1.09 = 546.91.
        #expect(blocks[0].end == 547)
    }

    @Test func nothingIsMadeUpInAHole() {
        var sampler = EvenSampler()
        var blocks: [SignalBlock] = []
        sampler.process(block(0, [1, 1, 1]), at: 0, step: 1, channel: 0, into: &blocks)
        // The counter goes on, the places do not.
        sampler.process(block(3, [2, 2]), at: 9.2, step: 1, channel: 0, into: &blocks)
        // The places go on, the counter does not.
        sampler.process(block(8, [3, 3, 3]), at: 11.2, step: 1, channel: 0, into: &blocks)
        #expect(blocks.map { $0.start..<$0.end } == [0..<3, 10..<11, 12..<14])
        #expect(blocks.map(\.samples[0]) == [1, 2, 3])
    }

    @Test func aGapIsSeenHoweverTheClockMoves() {
        var sampler = EvenSampler()
        var blocks: [SignalBlock] = []
        sampler.process(block(0, [1, 1, 1]), at: 0, step: 1, channel: 0, into: &blocks)
        sampler.interrupt()
        sampler.process(block(0, [2, 2, 2, 2, 2, 2]), at: 1.5, step: 1, channel: 0, into: &blocks)
        #expect(blocks.count == 2)
        #expect(blocks[1].start > blocks[0].end)
    }

    @Test(arguments: 1...8)
    func blocksNeverOverlap(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var sampler = EvenSampler()
        var blocks: [SignalBlock] = []
        var (index, place) = (0, 0.0)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<6, using: &generator)
            let step = Double.random(in: 0.5..<1.5, using: &generator)
            let samples = Array(repeating: 1.0, count: count)
            sampler.process(block(index, samples), at: place, step: step, channel: 0, into: &blocks)
            index += count + (Int.random(in: 0..<20, using: &generator) == 0 ? 3 : 0)
            place += Double(count) * step + Double.random(in: -2..<2, using: &generator)
        }
        #expect(!blocks.isEmpty)
        for (left, right) in zip(blocks, blocks.dropFirst()) { #expect(left.end <= right.start) }
        #expect(blocks.allSatisfy { $0.samples.allSatisfy { $0 == 1 } })
    }

    @Test func placesThatAreNone() {
        var sampler = EvenSampler()
        var blocks: [SignalBlock] = []
        for (place, step) in [(Double.nan, 1), (.infinity, 1), (1e300, 1), (0, 0), (0, .nan)] {
            sampler.process(block(0, [1, 2]), at: place, step: step, channel: 0, into: &blocks)
        }
        #expect(blocks.isEmpty)
    }

    private func block(_ start: Int, _ samples: [Double]) -> SignalBlock {
        SignalBlock(channel: 0, start: start, samples: samples)
    }
}
