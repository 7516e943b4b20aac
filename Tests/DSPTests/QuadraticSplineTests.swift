import DSP
import TestKit
import Testing

@Suite struct QuadraticSplineTests {
    private let x = [0.0, 0.7, 1.6, 2.2, 3.5, 4.1]

    @Test func aParabolaIsItself() throws {
        let parabola = { (place: Double) in 3 - 2 * place + 0.5 * place * place }
        let spline = try #require(QuadraticSpline(x: x, y: x.map(parabola)))
        for (index, value) in spline.values(from: 0, step: 0.1, count: 42).enumerated() {
            expect(value, isClose: parabola(Double(index) * 0.1), within: 1e-12)
        }
    }

    @Test func passesThroughItsPoints() throws {
        let y = [1.0, 4, -2, 0, 7, 3]
        let spline = try #require(QuadraticSpline(x: x, y: y))
        for (place, value) in zip(x, y) {
            let read = spline.values(from: place, step: 1, count: 1)[0]
            expect(read, isClose: value, within: 1e-12)
        }
    }

    /// scipy 1.17.1: `make_interp_spline(x, y, k=2)([0.3, 1.0, 2.0, 3.0, 4.0])`
    @Test func agreesWithScipy() throws {
        let spline = try #require(QuadraticSpline(x: x, y: [1, 4, -2, 0, 7, 3]))
        for (place, value) in zip([0.3, 1, 2, 3, 4], Self.scipy) {
            let read = spline.values(from: place, step: 1, count: 1)[0]
            expect(read, isClose: value, within: 1e-12)
        }
    }

    @Test func beyondTheEndsItsValuesGoOn() throws {
        let spline = try #require(QuadraticSpline(x: [0, 1, 2], y: [5, 1, 8]))
        #expect(spline.values(from: -1, step: 3.5, count: 2) == [5, 8])
    }

    @Test func whatIsNoFunctionHasNone() {
        #expect(QuadraticSpline(x: [0, 1], y: [1, 2]) == nil)
        #expect(QuadraticSpline(x: [0, 1, 1], y: [1, 2, 3]) == nil)
        #expect(QuadraticSpline(x: [0, 1, 2], y: [1, .nan, 3]) == nil)
        #expect(QuadraticSpline(x: [0, 1, 2], y: [1, 2]) == nil)
    }

    private static let scipy = [
        3.448454801809137, 2.378862995477154, -1.091658715376911, 5.877762531744272,
        4.071718557720215,
    ]
}
