import Testing
import Trust

@Suite struct DigestTests {
    /// FIPS 180-4 example: SHA-256 of "abc".
    @Test func matchesThePublishedExample() {
        var digest = Digest()
        digest.update(Array("a".utf8))
        digest.update(Array("bc".utf8))
        #expect(
            digest.hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func readingADigestDoesNotEndIt() {
        var digest = Digest()
        digest.update([1])
        _ = digest.hexadecimal
        digest.update([2])
        var whole = Digest()
        whole.update([1, 2])
        #expect(digest.hexadecimal == whole.hexadecimal)
    }

    @Test func wholeNumbersAreLittleEndian() {
        var numbers = Digest()
        numbers.update(littleEndian: [1, -2])
        var bytes = Digest()
        bytes.update([1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF])
        #expect(numbers.hexadecimal == bytes.hexadecimal)
    }
}

@Suite struct PseudonymTests {
    /// RFC 4231, test case 2 has the key "Jefe"; ours need 16 bytes, so case 1: 20 bytes of 0x0b.
    @Test func isTheBeginningOfTheHMAC() {
        let key = [UInt8](repeating: 0x0B, count: 20)
        #expect(
            Pseudonym(person: "Hi There", key: key).description
                == "b0344c61d8db38535ca8afceaf0bf12b")
    }

    @Test func anotherKeyGivesAnotherName() {
        let name = "default"
        #expect(
            Pseudonym(person: name, key: Array(repeating: 1, count: 32))
                != Pseudonym(person: name, key: Array(repeating: 2, count: 32)))
    }
}
