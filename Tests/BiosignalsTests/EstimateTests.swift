import Biosignals
import Testing

@Suite struct EstimateTests {
    @Test func anUnavailableValueSaysWhy() {
        let estimate = Estimate<Double>.unavailable(.tooFewIntervals(found: 7, needed: 30))
        #expect(estimate.value == nil)
        #expect(estimate.unavailable?.code == "tooFewIntervals")
        #expect(estimate.unavailable?.detail == "found 7, needed 30")
    }

    @Test func detailsAreRounded() {
        #expect(
            Unavailable.windowTooShort(found: 59.96, needed: 240).detail
                == "found 60 s, needed 240 s")
        #expect(
            Unavailable.poorSignal(usable: 0.333, needed: 0.8).detail == "usable 33 %, needed 80 %")
    }
}
