import TestKit
import Testing

@testable import Recordings

@Suite struct DecimalNumberTests {
    private func read(_ text: String, comma: Bool = false) -> DecimalNumber.Outcome {
        Array(text.utf8).withUnsafeBytes { DecimalNumber.read($0, comma: comma) }
    }

    /// The short cut must give the very bits that the standard library gives.
    @Test func agreesWithTheStandardLibrary() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...18, using: &random)
            var text = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }
            text.insert(".", at: Int.random(in: 0...digits, using: &random))
            let number = (Bool.random(using: &random) ? "-" : "") + text.joined()
            guard let expected = Double(number) else { continue }
            #expect(read(number) == .value(expected), "\(number)")
        }
    }

    @Test func tellsTheKindsApart() {
        #expect(read("") == .empty && read(" \t") == .empty)
        #expect(read(" +1.5 ") == .value(1.5) && read("2e-3") == .value(0.002))
        #expect(read("1,5") == .garbage && read("1,5", comma: true) == .value(1.5))
        #expect(read("NaN") == .notFinite("NaN") && read("-INF") == .notFinite("-INF"))
        #expect(read(".") == .garbage && read("-") == .garbage && read("1 2") == .garbage)
    }
}
