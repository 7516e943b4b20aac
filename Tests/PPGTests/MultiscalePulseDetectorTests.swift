import Biosignals
import DSP
import TestKit
import Testing

@testable import PPG

@Suite struct MultiscalePulseDetectorTests {
    private func run(
        _ samples: [Double], rate: Double, polarity: Double = 1
    ) throws -> MultiscalePulseDetector.Extremes {
        var detector = try MultiscalePulseDetector(rate: Hertz(rate))
        var found = MultiscalePulseDetector.Extremes()
        for sample in samples { detector.process(sample, polarity: polarity, into: &found) }
        detector.finish(polarity: polarity, into: &found)
        return found
    }

    @Test(arguments: [25.0, 62.5, 99])
    func findsATopAndABottomForEveryPulse(_ rate: Double) throws {
        let signal = SyntheticPPG(rate: rate, duration: 40)
        let found = try run(signal.samples, rate: rate)
        let inside = signal.peaks.filter { $0 < 39 }
        for peak in inside {
            #expect(
                found.tops.contains { abs(Double($0) / rate - peak) < 0.08 }, "no top at \(peak) s")
        }
        let last = inside.last ?? 0
        #expect(found.tops.count { Double($0) / rate < last + 0.1 } == inside.count)
        // A bottom lies between any two tops.
        for (left, right) in zip(inside, inside.dropFirst()) {
            let between = found.bottoms.count { (left..<right).contains(Double($0) / rate) }
            #expect(between == 1, "\(between) bottoms between \(left) and \(right) s")
        }
    }

    @Test func anInvertedSignalHasItsTopsWhereTheOtherHadThem() throws {
        let signal = SyntheticPPG(rate: 60, duration: 30).samples
        let upright = try run(signal, rate: 60)
        let inverted = try run(signal.map { -$0 }, rate: 60, polarity: -1)
        #expect(upright == inverted)
    }

    @Test func whatIsSettledStaysSettled() throws {
        let signal = SyntheticPPG(rate: 60, duration: 30, noise: 0.1).samples
        var detector = try MultiscalePulseDetector(rate: 60)
        for sample in signal {
            let before = detector.settled
            var found = MultiscalePulseDetector.Extremes()
            detector.process(sample, polarity: 1, into: &found)
            #expect(found.tops.allSatisfy { $0 >= before && $0 < max(detector.settled, 1) })
            #expect(detector.settled >= before)
        }
    }

    @Test func silenceHasNeitherTopsNorBottoms() throws {
        #expect(try run(Array(repeating: 0, count: 600), rate: 60).isEmpty)
    }
}
