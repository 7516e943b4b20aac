import Biosignals
import Testing

@testable import Agent

struct SignalBlockPiecesTests {
    private let rates = [128.0, 4.0, 1_000.0]

    private func blocks() -> [SignalBlock] {
        rates.enumerated().map { index, rate in
            let start = Int(3 * rate)
            let samples = (0..<Int(2 * rate)).map { Double(start + $0) }
            return SignalBlock(channel: index, start: start, samples: samples)
        }
    }

    /// Every sample once, in order, and no piece longer than it may be.
    @Test(arguments: [1.0 / 30, 0.25, 0.7, 10])
    func everySampleIsInOnePiece(step: Double) {
        let pieces = SignalBlock.cut(blocks(), every: step, rates: rates)
        for whole in blocks() {
            let own = pieces.flatMap { $0 }.filter { $0.channel == whole.channel }
            #expect(own.flatMap(\.samples) == whole.samples)
            for block in own {
                #expect(block.samples.first == Double(block.start))
                #expect(Double(block.samples.count) <= step * rates[block.channel] + 1)
            }
        }
    }

    /// A third of a second of two channels: 30 pieces a second, both in step.
    @Test func thePiecesAreInStep() {
        let pieces = SignalBlock.cut(blocks(), every: 1.0 / 30, rates: rates)
        #expect(pieces.count == 60)
        for piece in pieces {
            let starts = piece.map { Double($0.start) / rates[$0.channel] }
            #expect((starts.max() ?? 0) - (starts.min() ?? 0) < 1.0 / 30 + 1e-9)
        }
    }
}
