import DSP
import TestKit
import Testing

@Suite struct CubicSplineTests {
    @Test func itAgreesWithScipy() throws {
        for reference in try Golden().spline {
            let spline = try #require(CubicSpline(x: reference.x, y: reference.y))
            let values = spline.values(
                from: reference.x[0], step: reference.step, count: reference.values.count)
            for (value, expected) in zip(values, reference.values) {
                expect(value, isClose: expected, withinRelative: 1e-11)
            }
        }
    }

    @Test func itGoesThroughEveryPoint() throws {
        let (x, y) = ([0.0, 1, 1.5, 4, 4.25, 7], [3.0, -1, 4, 1, -5, 9])
        let spline = try #require(CubicSpline(x: x, y: y))
        for (place, value) in zip(x, y) {
            expect(spline.value(at: place), isClose: value, within: 1e-12)
        }
    }

    @Test func aCubicIsItsOwnSpline() throws {
        let cubic = { (x: Double) in 2 - x + 3 * x * x - 0.5 * x * x * x }
        let x = [0.0, 0.7, 2, 2.2, 3, 5]
        let spline = try #require(CubicSpline(x: x, y: x.map(cubic)))
        for place in stride(from: -1, through: 6, by: 0.1) {
            expect(spline.value(at: place), isClose: cubic(place), within: 1e-11)
        }
    }

    @Test func gridAndPlaceAgree() throws {
        let (x, y) = ([0.0, 1, 1.5, 4, 4.25, 7], [3.0, -1, 4, 1, -5, 9])
        let spline = try #require(CubicSpline(x: x, y: y))
        let grid = spline.values(from: -1, step: 0.25, count: 40)
        #expect(grid == (0..<40).map { spline.value(at: -1 + Double($0) * 0.25) })
        #expect(spline.values(from: 0, step: 1, count: -3).isEmpty)
    }

    @Test func whatIsNoSeriesMakesNoSpline() {
        #expect(CubicSpline(x: [1], y: [1]) == nil)
        #expect(CubicSpline(x: [], y: []) == nil)
        #expect(CubicSpline(x: [1, 2], y: [1]) == nil)
        #expect(CubicSpline(x: [1, 1], y: [1, 2]) == nil)
        #expect(CubicSpline(x: [2, 1], y: [1, 2]) == nil)
        #expect(CubicSpline(x: [1, .nan], y: [1, 2]) == nil)
        #expect(CubicSpline(x: [1, 2], y: [1, .infinity]) == nil)
    }
}
