import Publishing
import Synchronization
import Testing

@testable import Agent

@Suite struct AuditTellerTests {
    private final class Told: Sendable {
        let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private func event(_ sequence: UInt64) -> OutgoingEvent {
        OutgoingEvent(
            sequence: sequence, id: "01JD\(sequence)",
            subject: "health.events.write.healthypi.confidential.hr",
            type: "io.healthypi.event.hr.v1", timeMilliseconds: 0,
            payload: Array(#"{"heartRate":61}"#.utf8))
    }

    @Test func aLineTellsOfAnEventAndNothingOfWhatItSays() throws {
        let told = Told()
        let teller = try #require(AuditTeller(told.add))
        teller.note(event(7))
        #expect(
            told.lines.withLock { $0 } == [
                "stored event 7 for health.events.write.healthypi.confidential.hr: 16 bytes, "
                    + "unsigned, id 01JD7"
            ])
    }

    @Test func whatIsHeldIsOneLine() throws {
        let told = Told()
        let teller = try #require(AuditTeller(told.add, isHeld: true))
        for sequence in 3...9 { teller.note(event(UInt64(sequence))) }
        #expect(told.lines.withLock { $0.isEmpty })
        teller.letGo()
        teller.letGo()
        teller.note(event(10))
        #expect(told.lines.withLock { $0.count } == 2)
        #expect(told.lines.withLock { $0.first } == "stored events 3 to 9 at once: 112 bytes")
    }

    @Test func whereNobodyAsksNothingIsTold() {
        #expect(AuditTeller(nil) === nil)
    }
}
