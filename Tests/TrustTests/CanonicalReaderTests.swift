import TestKit
import Testing

@testable import Trust

@Suite struct CanonicalReaderTests {
    private func read(_ text: String, depthMax: Int = 1) throws -> CanonicalObject {
        try CanonicalReader.object(Array(text.utf8), lengthMax: 4_096, depthMax: depthMax)
    }

    @Test func whatIsWrittenIsRead() throws {
        let object = CanonicalObject([
            "b": .integer(-9_007_199_254_740_991), "a": .text("say \"µS\" \\ 心"),
            "c": .texts(["", "x"]), "aa": .texts([]), "t": .truth(true), "f": .truth(false),
            "o": .object(CanonicalObject(["z": .integer(0)])),
        ])
        let text = String(decoding: object.bytes, as: UTF8.self)
        #expect(
            text == #"{"a":"say \"µS\" \\ 心","aa":[],"b":-9007199254740991,"c":["","x"],"#
                + #""f":false,"o":{"z":0},"t":true}"#)
        #expect(try read(text, depthMax: 2) == object)
    }

    @Test(
        "T9 what could be written another way is refused by name",
        arguments: [
            ("", Rule.cutShort), ("[]", .notAnObject), ("null", .notAnObject),
            (#"{"a":1"#, .cutShort), (#"{"a":"#, .cutShort), (#"{"a":"x"#, .cutShort),
            (#"{"a":1}x"#, .trailingBytes), (#"{"a":1}{}"#, .trailingBytes),
            ("{\"a\":1}\n", .trailingBytes), (#"{ "a":1}"#, .whiteSpace),
            (#"{"a": 1}"#, .whiteSpace), (#" {"a":1}"#, .notAnObject),
            (#"{"a":1,"a":1}"#, .memberTwice), (#"{"a":1,"a":2}"#, .memberTwice),
            (#"{"b":1,"a":1}"#, .memberOrder), (#"{"a":1,"b":2,"a":3}"#, .memberTwice),
            (#"{"a":1.0}"#, .numberForm), (#"{"a":1e3}"#, .numberForm), (#"{"a":01}"#, .numberForm),
            (#"{"a":-0}"#, .numberForm), (#"{"a":+1}"#, .memberType), (#"{"a":-}"#, .numberForm),
            (#"{"a":9007199254740992}"#, .numberForm),
            (#"{"a":-9223372036854775808}"#, .numberForm),
            (#"{"a":99999999999999999999999}"#, .numberForm),
            (#"{"a":"\/"}"#, .textForm), (#"{"a":"\u0041"}"#, .textForm),
            (#"{"a":"\n"}"#, .textForm), ("{\"a\":\"\n\"}", .textForm),
            ("{\"a\":\"\u{202E}x\"}", .textForm), ("{\"a\":\"\u{7F}\"}", .textForm),
            ("{\"a\":\"\u{61C}x\"}", .textForm), ("{\"a\":\"x\u{AD}\"}", .textForm),
            ("{\"a\":\"\u{200B}x\"}", .textForm), ("{\"a\":\"\u{2066}x\"}", .textForm),
            ("{\"a\":\"x\u{E0041}\"}", .textForm), ("{\"a\":\"x\u{3164}\"}", .textForm),
            ("{\"a\":\"x\u{FE0F}\"}", .textForm), ("{\"a\":\"x\u{34F}\"}", .textForm),
            ("{\"a\":\"x\u{FFF9}\"}", .textForm), ("{\"a\":\"x\u{180E}\"}", .textForm),
            (#"{"\u0061":1}"#, .textForm), (#"{"a":null}"#, .memberType),
            (#"{"a":[1]}"#, .memberType), (#"{"a":["x",]}"#, .memberType),
            (#"{"a":["x" ,"y"]}"#, .whiteSpace), (#"{"a":{}}"#, .memberType),
            (#"{"a":tru}"#, .memberType), (#"{a:1}"#, .memberType), (#"{"a":1,}"#, .memberType),
            (#"{"a"}"#, .notAnObject), (#"{,"a":1}"#, .memberType),
        ])
    func isRefused(_ text: String, _ expected: Rule) {
        #expect(rule { try read(text) } == expected, "\(text)")
    }

    @Test func invalidUTF8AndLengthAreRefused() {
        let bytes: [UInt8] = Array(#"{"a":""#.utf8) + [0xC3] + Array(#""}"#.utf8)
        #expect(rule { try CanonicalReader.object(bytes, lengthMax: 100) } == .textForm)
        #expect(rule { try CanonicalReader.object(bytes, lengthMax: 8) } == .tooLong)
    }

    /// Whatever comes in, it neither crashes nor is anything taken that is not canonical.
    @Test func noiseIsRefusedOrCanonical() {
        var generator = SeededGenerator(seed: 9)
        let letters = Array(#"{}[]:,"\abtruefalse0123456789-.eE µ"#.utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &generator)]
            }
            guard let object = try? CanonicalReader.object(bytes, lengthMax: 24, depthMax: 2)
            else { continue }
            #expect(object.bytes == bytes)
        }
    }
}
