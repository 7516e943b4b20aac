import EventContract
import TestKit
import Testing

@testable import Agent

@Suite struct ContextReaderTests {
    private let span = "\"from\":\"2026-11-21T02:00:00Z\",\"to\":\"2026-11-21T02:01:00Z\""

    private func read(_ text: String, _ subject: String = "health.context.steps")
        throws(ContextRefusal) -> ReceivedContext
    {
        try ContextReader.read(Array(text.utf8), subject: subject)
    }

    @Test func anObjectAloneAndOneInACloudEventSayTheSame() throws {
        let alone = try read("{\(span),\"steps\":12}")
        let enveloped = try read(
            "{\"specversion\":\"1.0\",\"id\":\"x\",\"data\":{\(span),\"steps\":12}}")
        #expect(alone == enveloped)
        #expect(
            alone.message
                == .steps(
                    StepsContext(
                        from: "2026-11-21T02:00:00Z", to: "2026-11-21T02:01:00Z", steps: 12)))
        #expect(alone.to.millisecondsSince1970 - alone.from.millisecondsSince1970 == 60_000)
    }

    @Test func movementAndSleepAreRead() throws {
        let motion = try read(
            "{\(span),\"state\":\"vehicle\",\"posture\":\"sitting\"}", "health.context.motion")
        guard case .motion(let moved) = motion.message else {
            Issue.record("no motion: \(motion)")
            return
        }
        #expect(!moved.state.isMoving)
        #expect(moved.posture == .sitting)
        let sleep = try read("{\(span),\"state\":\"asleep\"}", "health.context.sleep")
        guard case .sleep(let slept) = sleep.message else {
            Issue.record("no sleep: \(sleep)")
            return
        }
        #expect(slept.state == .asleep)
    }

    @Test func whatIsNoMessageIsRefusedWithTheReason() {
        let steps = "health.context.steps"
        #expect(throws: ContextRefusal.unknownSubject("health.context.mood")) {
            try read("{}", "health.context.mood")
        }
        #expect(throws: ContextRefusal.notUnderstood(subject: steps)) { try read("") }
        #expect(throws: ContextRefusal.notUnderstood(subject: steps)) {
            try read("{\(span),\"steps\":1.5}")
        }
        #expect(throws: ContextRefusal.badCount(subject: steps)) {
            try read("{\(span),\"steps\":-1}")
        }
        #expect(throws: ContextRefusal.badCount(subject: steps)) {
            try read("{\(span),\"steps\":400}")
        }
        #expect(throws: ContextRefusal.badTime(subject: steps)) {
            try read("{\"from\":\"yesterday\",\"to\":\"2026-11-21T02:01:00Z\",\"steps\":1}")
        }
        #expect(throws: ContextRefusal.badSpan(subject: steps)) {
            try read(
                "{\"from\":\"2026-11-21T02:01:00Z\",\"to\":\"2026-11-21T02:00:00Z\",\"steps\":1}")
        }
        #expect(throws: ContextRefusal.badSpan(subject: steps)) {
            try read(
                "{\"from\":\"2026-11-20T02:00:00Z\",\"to\":\"2026-11-21T02:00:01Z\",\"steps\":1}")
        }
        #expect(throws: ContextRefusal.tooLong(bytes: 8_193)) {
            try ContextReader.read(Array(repeating: 32, count: 8_193), subject: steps)
        }
    }

    @Test func bytesFromOutsideGiveAMessageOrARefusal() {
        var generator = SeededGenerator(seed: 61)
        let good = Array("{\(span),\"steps\":12,\"state\":\"asleep\",\"posture\":\"lying\"}".utf8)
        var understood = 0
        for round in 0..<3_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch round % 3 {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes = Array(bytes.prefix(place))
                }
            }
            for topic in ContextMessage.Topic.allCases {
                if let read = try? ContextReader.read(bytes, subject: topic.subject) {
                    understood += 1
                    #expect(read.from < read.to)
                }
            }
        }
        #expect(understood > 0)
    }
}
