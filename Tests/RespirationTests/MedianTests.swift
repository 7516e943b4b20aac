@testable import Respiration
import TestKit
import Testing

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
