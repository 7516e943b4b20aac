import TestKit
import Testing

@testable import Dashboard

struct WebSocketInboxTests {
    /// RFC 6455 section 5.7: a masked "Hello".
    private let hello: [UInt8] = [
        0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58,
    ]

    @Test func theExampleOfTheStandardIsRead() {
        var inbox = WebSocketInbox()
        #expect(inbox.take(hello) == [.text(Array("Hello".utf8))])
    }

    @Test func whatIsReadDoesNotDependOnTheCut() {
        let bytes =
            hello + masked(0x89, [1, 2]) + masked(0x8A, []) + hello + masked(0x88, [3, 232])
        var whole = WebSocketInbox()
        let expected = whole.take(bytes)
        #expect(expected.count == 5)
        for cut in chunkings(of: bytes.count) {
            var inbox = WebSocketInbox()
            #expect(cut.flatMap { inbox.take(Array(bytes[$0])) } == expected)
        }
    }

    @Test(
        arguments: [
            ([0x81, 0x05], 1_002),  // Not masked.
            ([0xC1], 1_002),  // A reserved bit.
            ([0x83], 1_002),  // No such frame.
            ([0x01], 1_003),  // A first piece of several.
            ([0x80], 1_003),  // A later piece.
            ([0x82], 1_003),  // Binary.
            ([0x09], 1_002),  // A ping in pieces.
            ([0x81, 0xFE], 1_009),  // 126 bytes or more.
            ([0x81, 0xFF], 1_009),  // 2^63 bytes, for all it matters.
            ([0x89, 0xFE], 1_002),  // A ping that long.
            ([0x81, 0x81, 0, 0, 0, 0, 0xFF], 1_007),  // No UTF-8.
            ([0x88, 0x81, 0, 0, 0, 0, 0], 1_002),  // Half a code.
        ] as [([UInt8], UInt16)])
    func whatAPageDoesNotSayEndsTheConversation(bytes: [UInt8], code: UInt16) {
        var inbox = WebSocketInbox()
        #expect(inbox.take(bytes + hello) == [.violation(code)])
        #expect(inbox.take(hello).isEmpty)
    }

    @Test func anythingAtAllIsBounded() {
        var random = SeededGenerator(seed: 42)
        for _ in 0..<2_000 {
            var inbox = WebSocketInbox()
            var bytes = hello + masked(0x89, [7])
            let place = Int.random(in: bytes.indices, using: &random)
            bytes[place] = UInt8.random(in: 0...255, using: &random)
            let pieces = inbox.take(bytes)
            #expect(pieces.count <= 3)
            for case .text(let text) in pieces { #expect(text.count <= 125) }
        }
    }

    /// The length of a server's frame in one byte, in three, in nine.
    @Test(arguments: [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)])
    func aServersFrameSaysHowLongItIs(length: Int, head: Int) {
        let frame = WebSocketFrame.text(Array(repeating: 0x61, count: length))
        #expect(frame.count == head + length)
        #expect(frame[0] == 0x81)
        let stated =
            head == 2
            ? Int(frame[1])
            : frame[2..<head].reduce(0) { $0 << 8 | Int($1) }
        #expect(stated == length)
        #expect(WebSocketFrame.close(1_008) == [0x88, 2, 0x03, 0xF0])
    }
}
