import Biosignals
import RealModule
import Synthesis
import TestKit
import Testing

struct HRVPatternTests {
    /// Deviation 0: every interval the mean, no spread, no power.
    @Test func aHeartWithoutVariation() {
        let pattern = HRVPattern(mean: 0.75, deviation: 0, frequency: 0.1)
        #expect(pattern.beats(lasting: 3) == [0, 0.75, 1.5, 2.25, 3])
        #expect(pattern.meanNN == 750)
        #expect(pattern.sdnn == 0 && pattern.rmssd == 0 && pattern.power == 0)
    }

    /// The closed forms against the intervals themselves, over whole periods of the sine. RMSSD is
    /// stated to first order: half a per cent at a tenth of the mean.
    @Test(arguments: [
        [0.8, 0.035, 0.25], [1.0, 0.07, 0.1], [1.0, 0.1, 1.0 / 30], [1.5, 0.14, 0.002],
    ])
    func theClosedFormsHold(_ sine: [Double]) {
        let (mean, deviation, frequency) = (sine[0], sine[1], sine[2])
        let pattern = HRVPattern(
            mean: Seconds(mean), deviation: Seconds(deviation), frequency: Hertz(frequency))
        let beats = pattern.beats(lasting: Seconds(200 / frequency))
        let intervals = zip(beats.dropFirst(), beats).map { 1_000 * ($0 - $1) }
        let count = Double(intervals.count)
        let average = intervals.reduce(0, +) / count
        let squares = intervals.reduce(0) { $0 + ($1 - average) * ($1 - average) }
        let steps = zip(intervals.dropFirst(), intervals).map { $0 - $1 }
        let rmssd = (steps.reduce(0) { $0 + $1 * $1 } / (count - 1)).squareRoot()
        expect(average, isClose: pattern.meanNN.value, within: 0.001 * average)
        expect((squares / count).squareRoot(), isClose: pattern.sdnn.value, within: 0.1)
        expect(rmssd, isClose: pattern.rmssd.value, within: 0.006 * rmssd)
    }

    /// A triangle of 1 mV whose tip falls on a sample, 50 ms to either side: 1 − 4/50 a sample of 4 ms.
    @Test func aTriangleByHand() {
        let samples = TriangularECG.samples(
            beats: [0.4], lasting: 1, rate: 250, noise: 0, seed: 1)
        #expect(samples.count == 250)
        #expect(samples[100] == 1)
        expect(samples[99], isClose: 0.92, within: 1e-9)
        expect(samples[101], isClose: 0.92, within: 1e-9)
        expect(samples[88], isClose: 0.04, within: 1e-9)
        #expect(samples[..<87].allSatisfy { $0 == 0 } && samples[114...].allSatisfy { $0 == 0 })
    }

    /// The power of what was added stands as far below that of the signal as was asked: within half a
    /// dB, since 400 s hold some 1,300 independent draws of the slow part.
    @Test(arguments: [-6.0, 0, 12])
    func noiseHasThePowerAskedFor(_ decibels: Double) {
        let clean = (0..<100_000).map { Double.sin(0.05 * Double($0)) }
        let noisy = ElectrodeNoise.adding(to: clean, ratio: decibels, rate: 250, seed: 3)
        let power =
            zip(noisy, clean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            / 100_000
        expect(10 * Double.log10(0.5 / power), isClose: decibels, within: 0.5)
        #expect(noisy == ElectrodeNoise.adding(to: clean, ratio: decibels, rate: 250, seed: 3))
    }
}
