import Biosignals
import Testing

@testable import Recordings

@Suite struct StoredNumbersTests {
    private func choice(
        _ values: [Double], _ scale: DigitalScale = .identity, bits: Int = 24
    ) -> StoredNumbers.Choice {
        var numbers = StoredNumbers(
            channel: Channel(
                name: "a", role: nil, unit: .counts, unitText: "", rate: 1, scale: scale))
        numbers.take(values)
        return numbers.choice(bits: bits)
    }

    @Test func theFilesOwnScaleComesFirst() {
        let own = DigitalScale(gain: 200, baseline: 7)
        let found = choice([-1.5, 0.005].map { ($0 * 200).rounded() / 200 }, own)
        #expect(found == .init(scale: own, used: -293...8, isExact: true))
    }

    /// Millionths need 24 bits where thousandths, which are as exact, need 16.
    @Test func decimalsAreAsShortAsTheyAre() {
        let millionths = DigitalScale(gain: 1e6, baseline: 0)
        let found = choice([1.25, -3.125], millionths)
        #expect(found.scale.gain == 100 || found.scale.gain == 1_000)
        #expect(found.isExact && found.fits(bits: 16))
        #expect(choice([1.234_567, -3], millionths).scale == millionths)
    }

    @Test func whatNoDecimalsHoldIsRoundedAsFineAsItFits() {
        let found = choice([Double.pi, -1])
        #expect(!found.isExact && found.scale.gain == 1e6 && found.fits(bits: 24))
        let large = choice([Double.pi * 1e9])
        #expect(!large.isExact && large.fits(bits: 24))
        #expect(choice([]).isExact)
    }
}
