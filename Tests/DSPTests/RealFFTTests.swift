import DSP
import RealModule
import TestKit
import Testing

@Suite struct RealFFTTests {
    static let counts = [1, 2, 3, 8, 97, 256, 1_000]

    @Test(arguments: counts) func anImpulseHasAFlatSpectrum(_ count: Int) {
        var impulse = Array(repeating: 0.0, count: count)
        impulse[0] = 1
        let (real, imaginary) = RealFFT(count: count).transform(impulse)
        #expect(real.count == count / 2 + 1)
        #expect(real.allSatisfy { abs($0 - 1) < 1e-12 })
        #expect(imaginary.allSatisfy { abs($0) < 1e-12 })
    }

    @Test(arguments: counts) func itIsLinear(_ count: Int) {
        let fft = RealFFT(count: count)
        let (first, second) = (noise(count, seed: 1), noise(count, seed: 2))
        let mixed = fft.transform(zip(first, second).map { 3 * $0 - 2 * $1 })
        let (left, right) = (fft.transform(first), fft.transform(second))
        for bin in mixed.real.indices {
            expect(
                mixed.real[bin], isClose: 3 * left.real[bin] - 2 * right.real[bin], within: 1e-10)
            expect(
                mixed.imaginary[bin],
                isClose: 3 * left.imaginary[bin] - 2 * right.imaginary[bin], within: 1e-10)
        }
    }

    @Test func aShiftInTimeTurnsThePhase() {
        let (count, shift) = (97, 5)
        let fft = RealFFT(count: count)
        let samples = noise(count)
        let shifted = (0..<count).map { samples[($0 + count - shift) % count] }
        let (before, after) = (fft.transform(samples), fft.transform(shifted))
        for bin in 0..<fft.binCount {
            // X[k] · exp(−2πi·k·shift / count)
            let angle = -2 * .pi * Double(bin * shift) / Double(count)
            let (cosine, sine) = (Double.cos(angle), Double.sin(angle))
            let (real, imaginary) = (before.real[bin], before.imaginary[bin])
            expect(after.real[bin], isClose: real * cosine - imaginary * sine, within: 1e-11)
            expect(after.imaginary[bin], isClose: real * sine + imaginary * cosine, within: 1e-11)
        }
    }

    @Test(arguments: counts) func energyIsTheSameOnBothSides(_ count: Int) {
        let samples = noise(count)
        let bins = RealFFT(count: count).squaredMagnitudes(samples)
        // Bins but the first, and the one at half the rate, stand for two.
        let sum = bins.enumerated().reduce(0) {
            $0 + ($1.offset == 0 || 2 * $1.offset == count ? 1 : 2) * $1.element
        }
        let energy = samples.reduce(0) { $0 + $1 * $1 }
        expect(sum / Double(count), isClose: energy, withinRelative: 1e-12)
    }

    @Test func byHand() {
        // 1, 2, 3, 4: X₀ = 10, X₁ = (1 − 3) + (−2 + 4)i, X₂ = 1 − 2 + 3 − 4.
        let (real, imaginary) = RealFFT(count: 4).transform([1, 2, 3, 4])
        #expect(real == [10, -2, -2])
        #expect(imaginary == [0, 2, 0])
    }

    @Test func everyThreadAndEveryPlanGivesTheSameDigits() async {
        let samples = noise(1_024)
        let shared = RealFFT(count: 1_024)
        let expected = shared.squaredMagnitudes(samples)
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<16 {
                group.addTask {
                    let fft = task % 2 == 0 ? shared : RealFFT(count: 1_024)
                    return fft.squaredMagnitudes(samples) == expected
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    @Test func moreLengthsThanAreKeptGiveTheSameDigits() async {
        // Plans come and go on eight threads at once.
        let lengths = Array(200..<240)
        let expected = lengths.map { RealFFT(count: $0).squaredMagnitudes(noise($0)) }
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask {
                    lengths.indices.allSatisfy { index in
                        let turned = (index * 7 + task) % lengths.count
                        let length = lengths[turned]
                        return RealFFT(count: length).squaredMagnitudes(noise(length))
                            == expected[turned]
                    }
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }
}
