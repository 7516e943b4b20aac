import Foundation
import TestKit
import Testing

@testable import EventContract

@Suite struct ReadRequestTests {
    private func read(
        _ text: String, _ what: ReadSubject = .data
    ) throws(ServiceRefusal) -> ReadRequest {
        try ReadRequest(what, parsing: Array(text.utf8))
    }

    private func refusal(_ text: String, _ what: ReadSubject = .data) -> ServiceRefusal? {
        do throws(ServiceRefusal) {
            _ = try read(text, what)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsAskedIsUnderstood() throws {
        #expect(try read("{}") == ReadRequest(.data))
        #expect(
            try read(
                """
                {"kinds": ["hr", "eda"], "from": "2026-11-21T02:00:00Z",
                 "to": "2026-11-21T02:00:00.250Z", "max_points": 7, "cursor": "ab"}
                """)
                == ReadRequest(
                    .data, kinds: ["hr", "eda"],
                    from: WireTime(millisecondsSince1970: 1_795_226_400_000),
                    to: WireTime(millisecondsSince1970: 1_795_226_400_250), countMax: 7,
                    cursor: "ab"))
        #expect(
            try read(#"{"kinds":["stationary"]}"#, .insights)
                == ReadRequest(.insights, kinds: ["stationary"]))
    }

    @Test func whatIsWrongIsSaidByItsRule() {
        let cases: [(String, ServiceRefusal)] = [
            ("", .notUnderstood(at: 0)), ("[]", .notUnderstood(at: 0)),
            ("{} x", .notUnderstood(at: 3)), ("{", .notUnderstood(at: 1)),
            (#"{"to":null}"#, .notUnderstood(at: 6)),
            (#"{"max_points":1.5}"#, .notUnderstood(at: 15)),
            (#"{"max_points":-1}"#, .notUnderstood(at: 14)),
            (#"{"max_points":012}"#, .notUnderstood(at: 14)),
            (#"{"cursor":"\u0041"}"#, .notUnderstood(at: 11)),
            (#"{"kinds":["hr",]}"#, .notUnderstood(at: 15)),
            (#"{"kinds":["hr"],}"#, .notUnderstood(at: 16)),
            (#"{"kinds":[["hr"]]}"#, .notUnderstood(at: 10)),
            (#"{"label_ceiling":"restricted"}"#, .memberUnknown),
            (#"{"Kinds":["hr"]}"#, .memberUnknown),
            (#"{"from":"2026-11-21T02:00:00Z","from":"2026-11-21T02:00:00Z"}"#, .memberTwice),
            (#"{"kinds":[]}"#, .kindsUnknown(served: ReadSubject.data.kinds)),
            (#"{"kinds":["hr","hr"]}"#, .kindsUnknown(served: ReadSubject.data.kinds)),
            (#"{"kinds":["beats"]}"#, .kindsUnknown(served: ReadSubject.data.kinds)),
            (#"{"kinds":"hr"}"#, .kindsUnknown(served: ReadSubject.data.kinds)),
            (#"{"from":"2026-11-21"}"#, .timeNotUTC),
            (#"{"from":"2026-11-21 02:00:00Z"}"#, .timeNotUTC),
            (#"{"to":"2026-11-21T02:00:00"}"#, .timeNotUTC),
            (#"{"to":1795226400}"#, .timeNotUTC),
            (
                #"{"from":"2026-11-21T02:00:00Z","to":"2026-11-21T02:00:00Z"}"#, .stretchEmpty
            ),
            (#"{"max_points":0}"#, .badCount), (#"{"max_points":2001}"#, .badCount),
            (#"{"max_points":"5"}"#, .badCount), (#"{"cursor":5}"#, .cursorUnknown),
            (#"{"cursor":"\#(String(repeating: "a", count: 4_096))"}"#, .tooLong(bytes: 4_109)),
        ]
        for (text, expected) in cases { #expect(refusal(text) == expected, "\(text.prefix(60))") }
        #expect(
            refusal(#"{"kinds":["hr"]}"#, .insights)
                == .kindsUnknown(served: ReadSubject.insights.kinds))
    }

    /// Whatever comes: a request or a refusal. What is taken, others read the same.
    @Test func anyBytesGiveARequestOrARefusal() throws {
        var generator = SeededGenerator(seed: 41)
        let whole = Array(
            """
            {"kinds":["hr","hrv"],"from":"2026-11-21T02:00:00Z","to":"2026-11-22T02:00:00Z",\
            "max_points":500,"cursor":"0123456789abcdef"}
            """.utf8)
        var takenCount = 0
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = .random(in: .min ... .max, using: &generator)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(bytes[place], at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { break }
            }
            guard let request = try? ReadRequest(.data, parsing: bytes) else { continue }
            takenCount += 1
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
            #expect(object["kinds"] as? [String] == request.kinds)
            #expect(object["cursor"] as? String == request.cursor)
            #expect(object["max_points"] as? Int ?? 2_000 == request.countMax)
            #expect((object["from"] as? String) == nil || request.from != nil)
        }
        #expect(takenCount > 100)
    }
}
