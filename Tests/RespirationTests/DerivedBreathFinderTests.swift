import Biosignals
import RealModule
import Respiration
import Testing

@Suite struct DerivedBreathFinderTests {
    /// Beats whose height alone breathes, 12 a minute, lowest at 0, 5, 10 … s.
    private func beats(to end: Double) -> [BeatModulation] {
        stride(from: 0.0, to: end, by: 0.8).map { time in
            BeatModulation(time: Seconds(time), amplitude: 2 - .cos(2 * .pi * time / 5))
        }
    }

    @Test func breathsBeginWhereTheModulationIsLowest() {
        let breaths = derive(beats(to: 120)).breaths
        #expect((22...24).contains(breaths.count))
        for breath in breaths {
            let nearest = (breath.time.value / 5).rounded() * 5
            // Half a beat and half a step of the grid, and what the high-pass moves.
            #expect(abs(breath.time.value - nearest) < 0.8, "\(breath.time) is no trough")
            #expect((0.5...1).contains(breath.quality))
        }
    }

    @Test func theFirstRateBringsTheBreathsBeforeIt() throws {
        var processor = DerivedRespirationProcessor(source: .ecg)
        var output = DerivedRespirationOutput()
        for beat in beats(to: 120) {
            processor.process(beat, into: &output)
            if !output.breaths.isEmpty { break }
        }
        #expect(output.rates.count == 1)
        let times = output.breaths.map(\.time.value)
        #expect(try #require(times.first) < 6)
        #expect(try #require(times.last) > 25)
    }
}
