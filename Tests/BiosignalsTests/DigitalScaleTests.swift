import Biosignals
import Testing

@Suite struct DigitalScaleTests {
    /// mV = (digital − 1024) / 200: what went in comes back, for every 12-bit number.
    @Test func theWayBackIsExact() {
        let scale = DigitalScale(gain: 200, baseline: 1_024)
        for digital in Int32(-2_048)...2_047 {
            #expect(scale.digital((Double(digital) - 1_024) / 200) == digital)
        }
    }

    @Test func whatDoesNotFitIsClamped() {
        #expect(DigitalScale.identity.digital(1e300) == .max)
        #expect(DigitalScale.identity.digital(-1e300) == .min)
    }
}
