import EventContract
import Testing

@testable import Agent

@Suite struct ContextFileTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let messages: [ContextMessage] = [
            .steps(
                StepsContext(from: "2026-11-21T02:00:00Z", to: "2026-11-21T02:01:00Z", steps: 3)),
            .motion(
                MotionContext(
                    from: "2026-11-21T02:01:00Z", to: "2026-11-21T02:02:00Z", state: .walking)),
            .sleep(
                SleepContext(
                    from: "2026-11-21T03:00:00Z", to: "2026-11-21T04:00:00Z", state: .asleep)),
        ]
        let received = WireTime(millisecondsSince1970: 1_795_226_465_000)
        let bytes = try messages.flatMap { try ContextFile.line($0, received: received) }
        let file = ContextFile(bytes)
        #expect(
            file.entries.map { entry -> ContextMessage? in
                if case .told(let received) = entry.content { received.message } else { nil }
            } == messages)
        #expect(file.entries.allSatisfy { $0.received == received })
        #expect(file.refused.count == 0)
    }

    @Test func aLineThatIsNoneIsCountedAndTheOthersAreRead() {
        let line =
            "{\"received\":\"2026-11-21T02:01:05Z\",\"subject\":\"health.context.steps\",\"data\":"
            + "{\"from\":\"2026-11-21T02:00:00Z\",\"to\":\"2026-11-21T02:01:00Z\",\"steps\":3}}\n"
        let file = ContextFile(Array((line + "nonsense\n\n" + line + "{}").utf8))
        #expect(file.entries.count == 2)
        #expect(file.refused.count == 2)
        #expect(file.refused.first == [2, 5])
    }

    @Test func aBoardsMotionIsWrittenAndReadBack() throws {
        let time = WireTime(millisecondsSince1970: 1_795_226_465_250)
        let bytes = try [true, false].flatMap {
            try ContextFile.line(boardMotion: $0, received: time)
        }
        #expect(
            ContextFile(bytes).entries.map(\.content) == [.boardMotion(true), .boardMotion(false)])
        #expect(ContextFile(bytes).entries.allSatisfy { $0.received == time })
    }

    @Test func factsHaveTheSessionsSeconds() throws {
        let reader = ContextReader.self
        let received = try reader.read(
            Array(
                ("{\"from\":\"1970-01-01T00:01:00Z\",\"to\":\"1970-01-01T00:02:00Z\","
                    + "\"steps\":3}").utf8), subject: "health.context.steps")
        let fact = ContextFact(
            received, known: 95, origin: WireTime(millisecondsSince1970: 30_000))
        #expect(fact == ContextFact(span: 30..<90, known: 95, meaning: .steps(3)))
    }
}
