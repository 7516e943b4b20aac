import TestKit
import Testing

@testable import HRV

@Suite struct StudentTTests {
    /// One degree of freedom: 1 − 2 arctan(t) / π. Two: 1 − t / √(2 + t²).
    @Test func fewDegreesOfFreedomByHand() {
        expect(StudentT.pValue(1, freedom: 1), isClose: 0.5, within: 1e-14)
        expect(StudentT.pValue(-1, freedom: 1), isClose: 0.5, within: 1e-14)
        for t in [0.01, 0.3, 1, 2.5, 40] {
            expect(
                StudentT.pValue(t, freedom: 2), isClose: 1 - t / (2 + t * t).squareRoot(),
                within: 1e-14)
        }
        #expect(StudentT.pValue(0, freedom: 5) == 1)
    }

    /// Any table: 2.228 139 for 10 degrees and 5 %, 1.959 964 for very many.
    @Test func quantilesAreThoseOfTheTables() {
        expect(StudentT.quantile(0.05, freedom: 10), isClose: 2.228_138_852, within: 1e-8)
        expect(StudentT.quantile(0.1, freedom: 10), isClose: 1.812_461_123, within: 1e-8)
        expect(StudentT.quantile(0.05, freedom: 1e7), isClose: 1.959_964, within: 1e-5)
        expect(StudentT.quantile(0.05, freedom: 1), isClose: 12.706_204_736, within: 1e-7)
    }

    @Test func fartherIsLessLikely() {
        for freedom in [1, 1.5, 7.3, 34, 2_000] {
            var last = 1.0
            for step in 1...400 {
                let p = StudentT.pValue(Double(step) / 20, freedom: freedom)
                #expect(p <= last && p >= 0)
                last = p
            }
        }
    }
}
