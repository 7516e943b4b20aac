import Biosignals
import RealModule
@testable import Respiration
import TestKit
import Testing

@Suite struct BreathingSpectrumTests {
    private func shares(_ samples: [Double], beatRate: Double = 2) -> [Double]? {
        var spectrum = BreathingSpectrum()
        var shares = [Double](repeating: 0, count: BreathingSpectrum.binCount)
        return spectrum.take(of: samples, beatRate: beatRate, into: &shares, at: 0) ? shares : nil
    }

    /// The plain sum of its definition, from Σ w x e^(−iωt) with the line taken away first.
    @Test func equalsThePlainTransform() throws {
        var generator = SeededGenerator(seed: 2)
        let flat = (0..<128).map { _ in gaussian(&generator) }
        let found = try #require(shares(flat.enumerated().map { $1 + 7 - 0.3 * Double($0) }))
        let centred = (0..<128).map { Double($0) - 63.5 }
        let slope =
            zip(centred, flat).reduce(0) { $0 + $1.0 * $1.1 }
            / centred.reduce(0) { $0 + $1 * $1 }
        let mean = flat.reduce(0, +) / 128
        let powers = (0..<BreathingSpectrum.binCount).map { bin -> Double in
            let frequency = BreathingSpectrum.frequency(ofBin: Double(bin))
            var (real, imaginary) = (0.0, 0.0)
            for (index, sample) in flat.enumerated() {
                let weight = 1 - Double.cos(2 * .pi * (Double(index) + 0.5) / 128)
                let value = weight * (sample - mean - slope * centred[index])
                real += value * .cos(2 * .pi * frequency * Double(index) / 4)
                imaginary += value * .sin(2 * .pi * frequency * Double(index) / 4)
            }
            return min(0.4, frequency) * (real * real + imaginary * imaginary)
        }
        let total = powers.reduce(0, +)
        for (one, other) in zip(found, powers) {
            expect(one, isClose: other / total, within: 1e-9)
        }
    }

    @Test func peaksAtASine() throws {
        let wave = (0..<128).map { Double.sin(2 * .pi * 0.25 * Double($0) / 4) }
        let found = try #require(shares(wave))
        let top = found.indices.max { found[$0] < found[$1] } ?? 0
        expect(BreathingSpectrum.frequency(ofBin: Double(top)), isClose: 0.25, within: 1 / 128)
        expect(found.reduce(0, +), isClose: 1, within: 1e-12)
        expect(BreathingSpectrum.bin(of: 15), isClose: 21, within: 1e-12)
    }

    @Test func nothingLiesAboveHalfTheHeartRate() throws {
        var generator = SeededGenerator(seed: 2)
        let found = try #require(
            shares((0..<128).map { _ in gaussian(&generator) }, beatRate: 0.8))
        for bin in found.indices where BreathingSpectrum.frequency(ofBin: Double(bin)) > 0.4 {
            #expect(found[bin] == 0)
        }
    }

    @Test(arguments: [0.0, 1_234.567, -1e9])
    func aConstantOrALineHasNone(_ level: Double) {
        #expect(shares(Array(repeating: level, count: 128)) == nil)
    }
}

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

@Suite struct MedianTests {
    @Test func isTheMiddleOfTheSorted() {
        var generator = SeededGenerator(seed: 8)
        for count in 1...40 {
            // Few different values, so that many are the same.
            var values = (0..<count).map { _ in Double(Int.random(in: 0..<9, using: &generator)) }
            let expected = values.sorted()[count / 2]
            #expect(Median.take(from: &values) == expected)
        }
    }
}
