import Foundation
import TestKit
import Testing

@testable import Dashboard

struct JSONTextTests {
    private func text(_ write: (inout JSONText) -> Void) -> String {
        var text = JSONText()
        write(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test func everythingStandsInItsPlace() {
        let made = text { text in
            text.object {
                $0.key("a")
                $0.value(1)
                $0.key("b")
                $0.array {
                    $0.value(true)
                    $0.value(nil as String?)
                    $0.object { _ in }
                    $0.array { _ in }
                    $0.value("\"\\\n\u{1}é")
                }
                $0.key("c")
                $0.value(-0.5)
            }
        }
        #expect(made == #"{"a":1,"b":[true,null,{},[],"\"\\\n\u0001é"],"c":-0.5}"#)
    }

    @Test(arguments: [
        (0, "0"), (-0.0, "0"), (1e8, "100000000"), (72.4, "72.4"), (1.0 / 3, "0.333333333"),
        (-0.001, "-0.001"), (123_456.789_012, "123456.789"), (0.000_012_345, "0.000012345"),
        (.nan, "null"), (.infinity, "null"), (999_999_999.6, "1000000000"),
    ])
    func numbersHaveNineDigits(number: Double, expected: String) {
        #expect(text { $0.value(number) } == expected)
    }

    @Test(arguments: [
        (1.234_56, 2, "1.23"), (1.2, 4, "1.2"), (-0.000_01, 3, "0"), (1.005, 1, "1"),
        (0.05, 2, "0.05"), (-12.345, 2, "-12.35"), (100, 3, "100"), (.nan, 3, "null"),
    ])
    func decimalsAreNoMoreThanAsked(number: Double, places: Int, expected: String) {
        #expect(text { $0.value(number, decimals: places) } == expected)
    }

    /// Foundation reads back what was written, to the digits that were kept.
    @Test func whatIsWrittenIsReadBack() throws {
        var random = SeededGenerator(seed: 43)
        for _ in 0..<500 {
            let power = Double.random(in: -14...14, using: &random)
            let number = Double.random(in: -1...1, using: &random) * pow(10, power)
            let made = text { $0.array { $0.value(number) } }
            let read = try JSONSerialization.jsonObject(with: Data(made.utf8)) as? [Double]
            expect(try #require(read?.first), isClose: number, within: 1e-8 * abs(number))
        }
    }
}
