import TestKit
import Testing

@testable import Dashboard

struct RequestHeadTests {
    private func head(_ text: String, bodyBytes: Int = 0) throws(HeadProblem) -> RequestHead {
        try RequestHead(Array(text.utf8)[...], bodyBytes: bodyBytes)
    }

    @Test func aRequestIsReadAsItStands() throws {
        let head = try head(
            "GET /a/../b%2e?x=1&y HTTP/1.1\r\nHost: h:1\r\nCONNECTION:  keep-alive , Upgrade \r\n\r\n"
        )
        #expect(head.method == "GET")
        #expect(head.path == "/a/../b%2e")
        #expect(head.query == "x=1&y")
        #expect(head["host"] == "h:1")
        #expect(head.lists("upgrade", in: "connection"))
        #expect(!head.lists("close", in: "connection"))
        #expect(head.contentLength == 0)
    }

    @Test(arguments: [
        "", "\r\n\r\n", "GET / HTTP/1.1\r\n", "GET /\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\n\n", "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n", "GET x HTTP/1.1\r\n\r\n",
        "GET http://h/ HTTP/1.1\r\n\r\n", "G\u{e9}T / HTTP/1.1\r\n\r\n",
        "GET /\u{e9} HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\n folded: x\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nName : x\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n",
        "GET / HTTP/1.1\r\nA: \u{0}\r\n\r\n", "GET / FTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n\r\nmore",
        "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: \r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
    ])
    func whatCouldBeReadInTwoWaysIsRefused(text: String) {
        #expect(throws: HeadProblem.malformed) { try head(text) }
    }

    @Test func limitsAndVersionsHaveAnswersOfTheirOwn() {
        #expect(throws: HeadProblem.versionUnknown) { try head("GET / HTTP/1.0\r\n\r\n") }
        #expect(throws: HeadProblem.chunked) {
            try head("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        }
        #expect(throws: HeadProblem.bodyTooLarge) {
            try head("GET / HTTP/1.1\r\nContent-Length: 1\r\n\r\n")
        }
        #expect(throws: HeadProblem.bodyTooLarge) {
            try head("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n")
        }
        let long = String(repeating: "a", count: RequestHead.targetMax)
        #expect(throws: HeadProblem.targetTooLong) { try head("GET /\(long) HTTP/1.1\r\n\r\n") }
        let many = String(repeating: "A: b\r\n", count: RequestHead.headersMax + 1)
        #expect(throws: HeadProblem.headTooLarge) { try head("GET / HTTP/1.1\r\n\(many)\r\n") }
        #expect(HeadProblem.allCases.map(\.answer.status) == [400, 413, 414, 431, 501, 505])
    }

    @Test func aHeaderThatStandsTwiceHasNoValue() throws {
        let head = try head("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
        #expect(head["host"] == nil)
        #expect(head.has("host"))
    }

    /// Whatever comes, it is a head or a problem; what is a head keeps to its limits.
    @Test func anythingAtAllIsReadOrRefused() {
        var random = SeededGenerator(seed: 41)
        let sound = Array(
            "GET /live?x=1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Length: 3\r\n\r\n".utf8)
        for _ in 0..<3_000 {
            var bytes = sound
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1 where bytes.count > 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            guard let head = try? RequestHead(bytes[...], bodyBytes: 8) else { continue }
            #expect(head.path.hasPrefix("/") && (0...8).contains(head.contentLength))
            #expect(head.headers.count <= RequestHead.headersMax)
        }
    }

    @Test func theEndOfAHeadIsFoundHoweverItCame() {
        let bytes = Array("GET / HTTP/1.1\r\n\r\nrest".utf8)
        #expect(ServedConnection.endOfHead(in: bytes, from: 0) == 18)
        #expect(ServedConnection.endOfHead(in: Array(bytes[..<17]), from: 0) == nil)
        #expect(ServedConnection.endOfHead(in: bytes, from: 14) == 18)
        #expect(ServedConnection.endOfHead(in: [13, 10], from: 0) == nil)
    }
}
