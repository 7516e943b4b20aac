import Foundation
import TestKit
import Testing

@testable import NATSPublishing

@Suite struct PublishAcknowledgementTests {
    private func decoded(_ text: some Sequence<UInt8>) -> PublishAcknowledgement? {
        try? JSONDecoder().decode(PublishAcknowledgement.self, from: Data(text))
    }

    @Test(arguments: [
        #"{"stream":"AGENT_healthypi", "seq":7}"#,
        #"{"stream":"AGENT_x","seq":18446744073709551615}"#,
    ])
    func aPlainOneNeedsNoDecoder(_ text: String) throws {
        let plain = try #require(PublishAcknowledgement(plain: Array(text.utf8)))
        #expect(plain == decoded(text.utf8))
    }

    @Test(arguments: [
        #"{"stream":"AGENT_x", "seq":7,"duplicate": true}"#,
        #"{"stream":"AGENT_x", "domain":"d", "seq":7}"#, #"{"stream":"A\\u0042", "seq":7}"#,
        #"{"stream":"AGENT_x", "seq":07}"#, #"{"stream":"AGENT_x", "seq":}"#,
        #"{"stream":"AGENT_x", "seq":18446744073709551616}"#, #"{"stream":"AGENT_x", "seq":+7}"#,
        #"{"error":{"code":503,"err_code":10076,"description":"d"}}"#, "{\"stream\":\"", "",
    ])
    func everyOtherGoesToTheDecoder(_ text: String) {
        #expect(PublishAcknowledgement(plain: Array(text.utf8)) == nil)
        #expect(PublishAcknowledgement(Array(text.utf8)) == decoded(text.utf8))
    }

    /// Bytes changed, cut and put in: what is taken for plain says what the decoder says.
    @Test func nothingDamagedIsTakenForAnother() {
        var generator = SeededGenerator(seed: 71)
        let whole = Array(#"{"stream":"AGENT_healthypi", "seq":1203}"#.utf8)
        let letters = Array(#"{}":, \u0az9+-."#.utf8)
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let letter = letters[Int.random(in: 0..<letters.count, using: &generator)]
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = letter
                case 1: bytes.insert(letter, at: place)
                case 2: bytes.remove(at: place)
                default: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
                }
            }
            if let plain = PublishAcknowledgement(plain: bytes) {
                #expect(plain == decoded(bytes), "\(bytes)")
            }
        }
    }
}
