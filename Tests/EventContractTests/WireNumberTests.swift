import EventContract
import Foundation
import TestKit
import Testing

@Suite struct WireNumberTests {
    @Test(arguments: [
        (42.123_456_789_12, "42.1234568"), (0.000_123_456_789_123, "0.000123456789"),
        (371.0, "371"), (0.0, "0"), (-15.5, "-15.5"), (123_456_789_012.0, "123456789000"),
    ])
    func hasAtMostNineSignificantDigits(_ value: Double, _ text: String) throws {
        let number = try #require(WireNumber(value))
        #expect(String(decoding: try JSONEncoder().encode([number]), as: UTF8.self) == "[\(text)]")
    }

    @Test func whatIsNoNumberIsNotStated() {
        #expect(WireNumber(.nan) == nil)
        #expect(WireNumber(.infinity) == nil)
    }

    @Test func neverPrintsMoreThanNineDigits() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            let magnitude = Double.random(in: -12...12, using: &generator)
            let value = Double.random(in: -10...10, using: &generator) * pow(10, magnitude)
            let number = try #require(WireNumber(value))
            expect(number.value, isClose: value, withinRelative: 5.1e-9)
            let text = String(decoding: try JSONEncoder().encode([number]), as: UTF8.self)
            let mantissa = text.lowercased().split(separator: "e")[0]
            let digits = mantissa.filter(\.isNumber).drop { $0 == "0" }
            let significant = mantissa.contains(".") ? digits : digits.trimmingTrailingZeros()
            #expect(significant.count <= 9, "\(value) became \(text)")
        }
    }
}

extension Substring {
    fileprivate func trimmingTrailingZeros() -> Substring {
        var rest = self
        while rest.last == "0" { rest.removeLast() }
        return rest
    }
}
