import EventContract
import TestKit
import Testing

@Suite struct ULIDTests {
    struct Zeros: RandomNumberGenerator {
        func next() -> UInt64 { 0 }
    }

    /// The example of the specification: 1,469,918,176,385 ms begins 01ARYZ6S41.
    @Test func timeComesFirst() {
        var generator = Zeros()
        let id = ULID(millisecondsSince1970: 1_469_918_176_385, using: &generator)
        #expect(id.description == "01ARYZ6S410000000000000000")
    }

    @Test func randomPartFillsTheRest() {
        var generator = SeededGenerator(seed: 1)
        let ids = (0..<1_000).map { _ in ULID(millisecondsSince1970: 0, using: &generator) }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.description.count == 26 })
        #expect(ids.allSatisfy { $0.description.hasPrefix("0000000000") })
    }
}
