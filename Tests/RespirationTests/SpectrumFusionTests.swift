import Biosignals
import RealModule
@testable import Respiration
import TestKit
import Testing

@Suite struct SpectrumFusionTests {
    /// A hill of the width of a window's line on an even floor.
    private func hill(at bin: Int, height: Double) -> [Double] {
        let raw = (0..<BreathingSpectrum.binCount).map { other -> Double in
            let distance = Double(other - bin) / 3
            return 1 + height * Double.exp(-distance * distance)
        }
        let total = raw.reduce(0, +)
        return raw.map { $0 / total }
    }

    private func fused(_ spectra: [[Double]]) -> SpectrumFusion {
        var fusion = SpectrumFusion()
        let bins = BreathingSpectrum.binCount
        fusion.fuse(
            spectra.flatMap { $0 }, offsets: spectra.indices.map { $0 * bins }, binCount: bins)
        return fusion
    }

    @Test func whatIsInAllBeatsWhatIsInOne() {
        let common = hill(at: 30, height: 12)
        let both = zip(common, hill(at: 8, height: 20)).map { ($0 + $1) / 2 }
        #expect(fused([both]).summit == 8)
        let fusion = fused([common, both, common])
        #expect(fusion.summit == 30)
        expect(
            fusion.rate.value, isClose: 60 * BreathingSpectrum.frequency(ofBin: 30), within: 0.1)
        #expect(!fusion.isDivided)
    }

    @Test func disagreementIsNamedAndLowersTheProminence() {
        let agreeing = fused([hill(at: 20, height: 20), hill(at: 20, height: 20)])
        let divided = fused([hill(at: 10, height: 20), hill(at: 50, height: 20)])
        #expect(divided.isDivided && !agreeing.isDivided)
        #expect(divided.prominence < 0.8 * agreeing.prominence)
    }

    @Test func anEvenSpectrumHasAProminenceOfOne() {
        let fusion = fused([hill(at: 30, height: 0)])
        expect(fusion.prominence, isClose: 1, within: 1e-9)
        #expect(fused([]).prominence == 0)
    }

    @Test func scoresAreHalfWhereTheyAreJustUsable() {
        expect(SpectrumFusion.score(prominence: 2.3, modulations: 1), isClose: 0.5, within: 1e-12)
        expect(SpectrumFusion.score(prominence: 1.9, modulations: 3), isClose: 0.5, within: 1e-12)
        #expect(SpectrumFusion.score(prominence: 1, modulations: 3) == 0)
        #expect(SpectrumFusion.score(prominence: 9, modulations: 3) == 1)
    }
}
