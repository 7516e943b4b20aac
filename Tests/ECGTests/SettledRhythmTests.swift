import RealModule
import Testing

@testable import ECG

struct SettledRhythmTests {
    private func settled(at interval: Double) -> SettledRhythm {
        var rhythm = SettledRhythm()
        for _ in 0..<20 { rhythm.learn(Double.log(interval), quality: 1) }
        return rhythm
    }

    @Test func halfAnIntervalIsADoubling() {
        let rhythm = settled(at: 1)
        #expect(rhythm.doubling(at: Double.log(0.5)) == 1)
        #expect(rhythm.doubling(at: Double.log(0.7)) == 0)
        #expect(rhythm.doubling(at: Double.log(2)) == 0)
        #expect(SettledRhythm().doubling(at: -1) == 0)
    }

    @Test func whatIsNotBelievedDoesNotBecomeTheRule() {
        var rhythm = settled(at: 1)
        for _ in 0..<100 { rhythm.learn(Double.log(0.5), quality: 0.001) }
        #expect(rhythm.doubling(at: Double.log(0.5)) == 1)
        // One believed beat between doubted ones is not enough either.
        for number in 0..<100 {
            rhythm.learn(Double.log(0.5), quality: number.isMultiple(of: 2) ? 1 : 0)
        }
        #expect(rhythm.doubling(at: Double.log(0.5)) == 1)
        for _ in 0..<20 { rhythm.learn(Double.log(0.5), quality: 1) }
        #expect(rhythm.doubling(at: Double.log(0.5)) == 0)
    }

    @Test func pausesAreNoRhythm() {
        var rhythm = settled(at: 1)
        for _ in 0..<20 { rhythm.learn(Double.log(9), quality: 1) }
        #expect(rhythm.doubling(at: 0) == 0)
    }
}
