import TestKit
import Testing

@testable import Dashboard

/// The one who asks: what is no whole answer is none.
struct DoorClientTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: y\r\n\r\n{}"

    @Test func anAnswerIsItsStatusAndItsBody() {
        let parsed = DoorClient.parsed(Array(Self.answer.utf8))
        #expect(parsed == DoorClient.Answer(status: 200, body: Array("{}".utf8)))
    }

    @Test func aCutOrPaddedAnswerIsNone() {
        let bytes = Array(Self.answer.utf8)
        for count in 0..<bytes.count { #expect(DoorClient.parsed(Array(bytes[..<count])) == nil) }
        #expect(DoorClient.parsed(bytes + [0]) == nil)
        #expect(DoorClient.parsed(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)) == nil)
    }

    @Test func seededNonsenseIsNoAnswer() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<5_000 {
            var bytes = Array(Self.answer.utf8)
            for _ in 0..<3 {
                let index = bytes.indices.randomElement(using: &generator) ?? 0
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let parsed = DoorClient.parsed(bytes) else { continue }
            #expect((100...599).contains(parsed.status))
            #expect(parsed.body.count <= bytes.count)
        }
    }

    @Test func whereNobodyListensItSaysWhatToDo() {
        let client = DoorClient(path: "/nowhere/agent.sock")
        #expect(throws: DoorClientError.notRunning("/nowhere/agent.sock")) {
            try client.get("/healthz")
        }
        #expect(
            DoorClientError.notRunning("/s").description
                == "No agent is running here: nobody listens on /s. Start one with: "
                + "healthypi-agent run (as a service: systemctl start healthypi-agent).")
        #expect(
            DoorClientError.notPermitted("/s").description
                == "Only the agent's own user and root may ask at /s. Ask as that user: "
                + "sudo -u healthypi healthypi-agent status")
    }
}
