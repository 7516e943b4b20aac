import Foundation
import Testing

@testable import EventContract

@Suite struct ServiceRefusalTests {
    private let all: [ServiceRefusal] = [
        .tooLong(bytes: 5_000), .notUnderstood(at: 3), .memberUnknown, .memberTwice,
        .kindsUnknown(served: ReadSubject.data.kinds), .timeNotUTC, .stretchEmpty, .badCount,
        .cursorUnknown, .aboveCeiling(["hr"], ceiling: .internal), .askerUnknown,
        .approvalRequired, .queueFull(retrySeconds: 2), .tooLate, .stopping, .storeUnavailable,
    ]

    @Test func theBodyIsTheContracts() throws {
        #expect(
            String(decoding: try ServiceRefusal.approvalRequired.encoded(), as: UTF8.self) == """
                {"error":{"code":202,"reason":"This needs a person's approval, and none has been \
                given. Nothing was done.","retry_after_s":null,"rule":"approval_required"}}
                """)
        #expect(
            String(decoding: try ServiceRefusal.queueFull(retrySeconds: 2).encoded(), as: UTF8.self)
                == """
                {"error":{"code":429,"reason":"More is asked than is answered at a time. Ask again \
                later.","retry_after_s":2,"rule":"queue_full"}}
                """)
    }

    /// As NATS services do it, so that any client of them understands.
    @Test func theHeadersSayTheSame() {
        for refusal in all {
            #expect(
                refusal.headers.map(\.name) == ["Nats-Service-Error", "Nats-Service-Error-Code"])
            #expect(refusal.headers[1].value == String(refusal.code))
            #expect(refusal.reason.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        }
        #expect(Set(all.map(\.rule)).count == all.count)
    }

    @Test func aRefusalTellsTheRule() {
        #expect(
            ServiceRefusal.aboveCeiling(["hr", "eda"], ceiling: .internal).reason
                == "What was asked for is more confidential than the asker's role allows (at most "
                + "internal): hr, eda.")
        #expect(
            ServiceRefusal.kindsUnknown(served: ReadSubject.insights.kinds).reason
                == "kinds is a list of some of these, each once: stationary, arousal, recovery, "
                + "trend, quality.")
        #expect(
            ServiceRefusal.askerUnknown.reason
                == "Who asks is not in the roles this agent knows. Give it the realm's roles.yaml "
                + "beside its login.")
        #expect(ServiceRefusal.notUnderstood(at: 3).reason.hasSuffix("from byte 3 on."))
    }
}
