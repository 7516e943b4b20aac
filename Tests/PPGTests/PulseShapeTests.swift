import Biosignals
import DSP
import TestKit
import Testing

@testable import PPG

@Suite struct PulseShapeTests {
    /// At 100 Hz: level 2 until sample 40, up 1 per sample to 12 at sample 50, down again.
    private func triangle(_ sign: Double) -> SampleHistory {
        var signal = SampleHistory(holding: 128)
        for index in 0..<100 {
            signal.append(sign * (2 + Double(max(0, min(index - 40, 60 - index)))))
        }
        return signal
    }

    @Test(arguments: [1.0, -1])
    func theLandmarksOfATriangleAreExact(_ sign: Double) {
        let shape = PulseShape(rate: 100)
        let signal = triangle(sign)
        #expect(shape.summit(of: signal, near: 45, sign: sign) == 50)
        #expect(shape.summit(of: signal, near: 54, sign: sign) == 50)
        let pulse = shape.landmarks(of: signal, top: 50, after: 10, sign: sign)
        #expect(pulse.hasUpstroke)
        expect(pulse.peak, isClose: 50, within: 1e-12)
        // The tangent of the straight upstroke meets the floor where the upstroke begins; half-way
        // from 2 to 12 is 7, at sample 45.
        expect(pulse.foot, isClose: 40, within: 1e-12)
        expect(pulse.midpoint, isClose: 45, within: 1e-12)
        expect(pulse.amplitude, isClose: 10, within: 1e-12)
        #expect(pulse.footLevel == sign * 2 && pulse.peakLevel == sign * 12)
    }

    @Test func thePeakOfAParabolaIsBetweenTheSamples() {
        var signal = SampleHistory(holding: 64)
        for index in 0..<40 {
            let offset = Double(index) - 20.3
            signal.append(-offset * offset)
        }
        let pulse = PulseShape(rate: 100).landmarks(of: signal, top: 20, after: 0, sign: 1)
        expect(pulse.peak, isClose: 20.3, within: 1e-9)
    }

    @Test func withoutARiseThereIsNoUpstroke() {
        var signal = SampleHistory(holding: 64)
        for index in 0..<40 { signal.append(-Double(index)) }
        let pulse = PulseShape(rate: 100).landmarks(of: signal, top: 5, after: 0, sign: 1)
        #expect(!pulse.hasUpstroke)
        #expect(pulse.foot == 0)
    }
}
