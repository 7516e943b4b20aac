@testable import ECG
import Biosignals
import DSP
import RealModule
import Testing
import TestKit

struct SmallPartsTests {
    @Test func centredMeanByHand() {
        // Width 3, starting settled at 3: (3+3+3)/3, (3+3+6)/3, (3+6+9)/3, (6+9+0)/3.
        var mean = CentredMean(width: 3)
        var levelled = mean
        var samples = [3.0, 6, 9, 0]
        samples.withUnsafeMutableBufferPointer { mean.average($0) }
        #expect(samples == [3, 4, 6, 5])
        // The one before the newest less the mean.
        samples = [3, 6, 9, 0]
        samples.withUnsafeMutableBufferPointer { levelled.level($0) }
        #expect(samples == [0, -1, 0, 4])
        #expect(mean.delay == 1)
        #expect(CentredMean(width: 0).delay == 0)
    }

    @Test func medianOfTheLastEight() {
        var last = LastEight()
        #expect(last.median == nil)
        for value in [5.0, 1, 4] { last.append(value) }
        #expect(last.median == 4)
        last.append(2)
        #expect(last.median == 3)
        // Eight newer values push all of these out.
        for value in 11...18 { last.append(Double(value)) }
        #expect(last.median == 14.5)
    }

    @Test func medianOfTheLastEightIsThatOfTheSortedOnes() {
        var generator = SeededGenerator(seed: 8)
        var last = LastEight()
        var values: [Double] = []
        for _ in 0..<200 {
            // Of ten values only, so that some are equal.
            values.append(Double(Int.random(in: 0..<10, using: &generator)))
            last.append(values[values.count - 1])
            let sorted = values.suffix(8).sorted()
            let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
            #expect(last.median == median)
        }
    }

    @Test func stretchesOfAnyLengthAreReadWhole() {
        let values = (0..<11).map { Double(($0 * 7 + 3) % 11) - 4 }
        for count in 1...values.count {
            let part = Array(values[..<count])
            part.withUnsafeBufferPointer {
                #expect($0.total == part.reduce(0, +))
                #expect($0.product($0) == part.reduce(0) { $0 + $1 * $1 })
                #expect($0.extremes == (part.min() ?? .nan, part.max() ?? .nan))
            }
        }
    }

    /// The energy of an impulse lies symmetrically about its place plus the delay.
    @Test(arguments: [50.0, 125, 128, 180, 249])
    func filterDelayIsWhatItSays(_ rate: Double) {
        var filter = QRSFilter(rate: Hertz(rate), rules: .standard, blockMax: 100)
        var energies: [Double] = []
        for block in [0..<58, 58..<61, 61..<161, 161..<200] {
            filter.process(block.map { $0 == 60 ? 1 : 0 }[...])
            energies += filter.energies.prefix(block.count)
        }
        let middle = 60 + filter.energyDelay
        for offset in 1...30 {
            expect(energies[middle - offset], isClose: energies[middle + offset], within: 1e-12)
        }
        #expect(energies[middle] > 0)
    }

    @Test func vertexOfAParabolaIsExact() {
        // 5 − (x − 50.3)² / 40 has its top at 50.3; the window's far ends are lower still.
        var signal = SampleHistory(holding: 128)
        for index in 0..<100 {
            let distance = Double(index) - 50.3
            signal.append(max(-20, 5 - distance * distance / 40))
        }
        var locator = RPeakLocator(rate: 100)
        expect(locator.locate(in: signal, near: 48).position, isClose: 50.3, within: 1e-9)
    }

    @Test func templateFindsTheShift() {
        // Bumps at fractions of a sample, asked about 0.4 samples too early.
        var template = QRSTemplate(rate: 128)
        func bump(at place: Double) -> SampleHistory {
            var signal = SampleHistory(holding: 128)
            for index in 0..<128 {
                let distance = (Double(index) - place) / 2.5
                signal.append(Double.exp(-0.5 * distance * distance))
            }
            return signal
        }
        #expect(template.compare(bump(at: 60.2), at: 60.2) == nil)
        for place in [60.5, 59.9, 60.7] { _ = template.compare(bump(at: place), at: place) }
        let agreement = template.compare(bump(at: 60.4), at: 60.0)
        expect(agreement?.shift ?? 0, isClose: 0.4, within: 0.05)
        #expect((agreement?.correlation ?? 0) > 0.98)
    }

    @Test func mainsMeterMeasuresMeanSquares() {
        // 3·sin has a mean square of 9 / 2.
        var meter = MainsMeter(rate: 360)
        let second = (0..<360).map { 3 * Double.sin(2 * .pi * 60 * Double($0) / 360) }
        meter.process(second[..<100])
        meter.process(second[100...])
        expect(meter.close(count: 360), isClose: 4.5, within: 1e-9)
    }

    @Test func residualIsWhatTheMeanBeatDoesNotExplain() {
        // At 100 Hz a beat begins 25 samples before R. First 4 is all there is; its mean is then
        // taken off: 7 − 4 = 3, the mean becomes 5.5 and leaves 5 − 5.5.
        var residual = BeatResidual(rate: 100)
        func left(of sample: Double, at distance: Int?) -> Double {
            var power = BeatResidual.Power()
            [sample].withUnsafeBufferPointer {
                residual.process($0, from: distance, blank: 10, into: &power)
            }
            #expect(power.count == 1)
            return power.square
        }
        #expect([4.0, 7, 5].map { left(of: $0, at: -25) } == [16, 9, 0.25])
        #expect(left(of: 2, at: nil) == 4)
        #expect(left(of: 2, at: -26) == 4)
        #expect(left(of: 2, at: 95) == 4)
    }

    @Test func residualOfAStretchIsThatOfItsSamplesButForTheBlank() {
        // 30 samples before to 109 behind the R peak; what lies within 10 of it is not measured, but
        // learnt: the same beat again leaves nothing but what lies outside of what is followed.
        let beat = (0..<140).map { 1 + Double($0 * $0 % 17) }
        var residual = BeatResidual(rate: 100)
        var first = BeatResidual.Power()
        var second = first
        beat.withUnsafeBufferPointer {
            residual.process($0, from: -30, blank: 10, into: &first)
            residual.process($0, from: -30, blank: 10, into: &second)
        }
        let squares = beat.map { $0 * $0 }
        let blank = squares[20...40].reduce(0, +)
        #expect(first.count == 119)
        expect(first.square, isClose: squares.reduce(0, +) - blank, within: 1e-9)
        #expect(second.count == 119)
        let outside = squares[..<5].reduce(0, +) + squares[125...].reduce(0, +)
        expect(second.square, isClose: outside, within: 1e-9)
        var single = BeatResidual(rate: 100)
        var one = BeatResidual.Power()
        for round in 0..<2 {
            for (place, sample) in beat.enumerated() {
                [sample].withUnsafeBufferPointer {
                    single.process($0, from: place - 30, blank: 10, into: &one)
                }
            }
            let together = first.square + (round == 1 ? second.square : 0)
            expect(one.square, isClose: together, within: 1e-9)
        }
        #expect(one.count == 238)
    }
}
