import Biosignals
import DSP
import TestKit
import Testing

@Suite struct ButterworthTests {
    @Test func itAgreesWithScipy() throws {
        let golden = try Golden()
        for reference in golden.butterworth {
            var filter = try Butterworth(
                reference.response == "lowpass" ? .lowPass : .highPass, order: reference.order,
                cutoff: Hertz(reference.cutoff), rate: Hertz(reference.rate))
            let output = filter.process(chunk: golden.noise)
            let highest = reference.output.map { abs($0) }.max() ?? 0
            for (value, expected) in zip(output, reference.output) {
                expect(value, isClose: expected, within: 1e-9 * highest)
            }
        }
    }

    @Test(arguments: chunkings(of: 300))
    func outputDoesNotDependOnChunking(_ chunks: [Range<Int>]) throws {
        let signal = noise(300)
        let fresh = try Butterworth(.highPass, order: 3, cutoff: 5, rate: 250)
        var (whole, pieced) = (fresh, fresh)
        let expected = whole.process(chunk: signal)
        #expect(chunks.flatMap { pieced.process(chunk: signal[$0]) } == expected)
        var (inPlace, blocks) = (signal, fresh)
        inPlace.withUnsafeMutableBufferPointer { signal in
            for chunk in chunks { blocks.process(inPlace: signal.extracting(chunk)) }
        }
        #expect(inPlace == expected)
    }

    @Test func aConstantPassesWithoutATransient() throws {
        var low = try Butterworth(.lowPass, order: 5, cutoff: 15, rate: 250)
        var high = try Butterworth(.highPass, order: 4, cutoff: 0.5, rate: 250)
        for _ in 0..<500 {
            expect(low.process(7), isClose: 7, within: 1e-9)
            expect(high.process(7), isClose: 0, within: 1e-9)
        }
    }

    @Test func whatCannotBeMadeIsSaid() {
        #expect(throws: DSPError.orderOutOfRange(order: 0)) {
            try Butterworth(.lowPass, order: 0, cutoff: 15, rate: 250)
        }
        #expect(throws: DSPError.cutoffOutOfRange(cutoff: 125, rate: 250)) {
            try Butterworth(.lowPass, order: 2, cutoff: 125, rate: 250)
        }
    }
}
