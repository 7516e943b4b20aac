import Testing

@testable import Trust

struct NKeyTests {
    /// RFC 4648 section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
        ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
    func base32IsTheStandards(_ plain: String, _ text: String) {
        #expect(Base32.text(of: Array(plain.utf8)) == text)
        #expect(Base32.bytes(of: text) == Array(plain.utf8))
    }

    /// 1 has no byte's length, 8 is no letter, MZ would leave bits over that are not zero.
    @Test(arguments: ["M", "MY8", "mY", "MZ", "MYA"])
    func base32TakesOneTextForEachValueOnly(_ text: String) {
        #expect(Base32.bytes(of: text) == nil)
    }

    /// The check value of CRC-16/XMODEM.
    @Test func checkSumIsXMODEMs() {
        #expect(CRC16.sum(of: Array("123456789".utf8)) == 0x31C3)
    }

    /// Bytes 0…31 as a seed. That NATS itself takes keys written so is shown against a real server
    /// in LiveRealmTests.
    @Test func aKeyIsReadBackFromItsText() throws {
        let key = try #require(NKey(seed: Array(0..<32)))
        #expect(key.seedText.hasPrefix("SU"))
        #expect(key.seedText.count == 58)
        #expect(key.publicText.hasPrefix("U"))
        #expect(key.publicText.count == 56)
        #expect(NKey.isPublicText(key.publicText))
        let again = try #require(NKey(seedText: key.seedText + "\n"))
        #expect(again.publicText == key.publicText)
        #expect(again.signature(of: [1, 2, 3]).count == 64)
    }

    @Test func aKeyWithOneLetterChangedIsNone() throws {
        let key = try #require(NKey(seed: Array(0..<32)))
        for index in 0..<58 {
            var letters = Array(key.seedText)
            letters[index] = letters[index] == "A" ? "B" : "A"
            #expect(NKey(seedText: String(letters)) == nil)
        }
        for index in 0..<56 {
            var letters = Array(key.publicText)
            letters[index] = letters[index] == "A" ? "B" : "A"
            #expect(!NKey.isPublicText(String(letters)))
        }
    }

    @Test func aPublicHalfIsNoSeed() throws {
        let key = try #require(NKey(seed: Array(0..<32)))
        #expect(NKey(seedText: key.publicText) == nil)
        #expect(!NKey.isPublicText(key.seedText))
        #expect(NKey(seed: Array(0..<31)) == nil)
    }
}
