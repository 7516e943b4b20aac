import Biosignals
import DSP
import PPG
import TestKit
import Testing

@Suite struct PPGReviewTests {
    private func stream(_ samples: [Double], rate: Double) throws -> (PPGOutput, Bool) {
        var processor = try PPGProcessor(rate: Hertz(rate))
        var output = PPGOutput()
        processor.process(samples, into: &output)
        processor.finish(into: &output)
        return (output, processor.isInverted)
    }

    private func revise(_ samples: [Double], _ output: PPGOutput, rate: Double) throws -> PPGOutput
    {
        try PPGReview(rate: Hertz(rate)).revise(samples, found: output, isInverted: false)
    }

    @Test(arguments: [64.0, 125])
    func aCleanSignalKeepsItsPulses(_ rate: Double) throws {
        let signal = SyntheticPPG(rate: rate, duration: 40, noise: 0.01)
        let (output, isInverted) = try stream(signal.samples, rate: rate)
        let revised = try PPGReview(rate: Hertz(rate)).revise(
            signal.samples, found: output, isInverted: isInverted)
        #expect(revised.pulses.map(\.position) == output.pulses.map(\.position))
        #expect(revised.midpoints.map(\.position) == output.midpoints.map(\.position))
        #expect(revised.seconds == output.seconds)
        // The first pulse had no template when it came; now it has been compared.
        #expect(output.pulses[0].evidence.templateCorrelation == nil)
        #expect((revised.pulses[0].evidence.templateCorrelation ?? 0) > 0.9)
    }

    @Test func aPulseThatWasLostIsFoundAgain() throws {
        let signal = SyntheticPPG(rate: 125, duration: 40)
        var (output, _) = try stream(signal.samples, rate: 125)
        let lost = output.midpoints[20].position
        output.pulses.remove(at: 20)
        output.midpoints.remove(at: 20)
        output.feet.remove(at: 20)
        output.perfusionPercents.remove(at: 20)
        let revised = try revise(signal.samples, output, rate: 125)
        #expect(revised.pulses.count == output.pulses.count + 1)
        expect(revised.midpoints[20].position, isClose: lost, within: 0.01)
        #expect(revised.pulses[20].evidence.foundBySearchBack)
        // Found on demand, it is never called good.
        #expect(revised.pulses[20].quality < SignalQuality.usableMin)
    }

    @Test func nothingIsPutWhereThereIsNothing() throws {
        var signal = SyntheticPPG(rate: 125, duration: 40).samples
        for index in 1_500..<1_850 { signal[index] = signal[1_500] }
        let (output, _) = try stream(signal, rate: 125)
        let revised = try revise(signal, output, rate: 125)
        #expect(!revised.pulses.contains { (1_520..<1_830).contains($0.position) })
    }

    @Test func anIntruderIsTakenOut() throws {
        let signal = SyntheticPPG(rate: 125, duration: 40)
        var (output, _) = try stream(signal.samples, rate: 125)
        let expected = output.pulses.map(\.position)
        func between(_ fiducials: [Fiducial]) -> Fiducial {
            var intruder = fiducials[20]
            intruder.position = (fiducials[20].position + fiducials[21].position) / 2
            intruder.quality = 0.2
            intruder.evidence.isConfirmed = false
            intruder.evidence.templateCorrelation = 0.55
            return intruder
        }
        output.pulses.insert(between(output.pulses), at: 21)
        output.midpoints.insert(between(output.midpoints), at: 21)
        output.feet.insert(between(output.feet), at: 21)
        output.perfusionPercents.insert(nil, at: 21)
        let revised = try revise(signal.samples, output, rate: 125)
        #expect(revised.pulses.map(\.position) == expected)
    }

    @Test func aPulseUnlikeItsNeighboursOnBothSidesIsNoLongerGood() throws {
        var signal = SyntheticPPG(rate: 125, duration: 40)
        let (output, _) = try stream(signal.samples, rate: 125)
        // The stream saw a clean pulse; the recording says otherwise.
        let middle = Int(signal.peaks[20] * 125)
        for index in (middle - 20)..<(middle + 45) {
            signal.samples[index] += index % 24 < 12 ? 0.8 : -0.8
        }
        let revised = try revise(signal.samples, output, rate: 125)
        let index = revised.pulses.firstIndex { abs($0.position - Double(middle)) < 10 }
        #expect(output.pulses[20].quality > 0.8)
        #expect(revised.pulses[index ?? 0].quality < SignalQuality.usableMin)
    }

    @Test func nothingComesOfNothing() throws {
        let revised = try revise([], PPGOutput(), rate: 100)
        #expect(revised.pulses.isEmpty)
        #expect(throws: DSPError.self) { try PPGReview(rate: 10) }
    }
}
