import Testing

@testable import Trust

@Suite struct PayloadSealTests {
    private let payload = Array("rmssd 42.1".utf8)

    @Test func whatIsSealedOpensWithTheSameKeyOnly() throws {
        let seal = try #require(PayloadSeal(key: Array(0..<32)))
        let sealed = try seal.seal(payload)
        #expect(sealed.count == payload.count + 28)
        #expect(try seal.open(sealed) == payload)
        #expect(try seal.seal(payload) != sealed)
        let other = try #require(PayloadSeal(key: Array(1...32)))
        #expect(throws: (any Error).self) { try other.open(sealed) }
        #expect(other.name != seal.name)
        #expect(PayloadSeal(key: Array(0..<31)) == nil)
    }

    @Test func everyChangedBitIsNoticed() throws {
        let seal = try #require(PayloadSeal(key: Array(0..<32)))
        let sealed = try seal.seal(payload)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: (any Error).self) { try seal.open(changed) }
        }
        for count in 0..<sealed.count {
            #expect(throws: (any Error).self) { try seal.open(Array(sealed.prefix(count))) }
        }
    }
}
