import Testing

@testable import Dashboard

/// Approvals at the door: asked for, shown, taken back; decided elsewhere.
struct DoorApprovalTests {
    private static let id = "01KAJ000000000000000000000"

    private struct Desk: ApprovalDesk {
        func ask(_ request: TaskRequest) async -> ApprovalReply? {
            request.recording == "R"
                ? .waits(Self.card("approval_required"))
                : .refused(status: 400, rule: "member_value", reason: "There is none.")
        }

        func cards() async -> [ApprovalCard] { [Self.card("approval_required")] }

        func card(_ id: String) async -> ApprovalCard? {
            id == DoorApprovalTests.id ? Self.card("approval_required") : nil
        }

        func cancel(_ id: String) async -> ApprovalCard? {
            id == DoorApprovalTests.id ? Self.card("cancelled") : nil
        }

        func decide(
            _ task: String, _ verdict: ApprovalVerdict, _ decision: [UInt8]
        ) async -> DecisionReply {
            decision == Array("signed \(verdict.rawValue)".utf8)
                ? .recorded
                : .refused(status: 401, rule: "signature_wrong", reason: "It was not signed.")
        }

        static func card(_ state: String) -> ApprovalCard {
            ApprovalCard(
                id: DoorApprovalTests.id, kind: .delete, recording: "R", state: state,
                createdMilliseconds: 0, endedMilliseconds: nil, note: nil, files: [],
                words: "Erasure of R.", requester: "orchestrator", expires: 900, quorum: 2,
                approvals: ["approver: yes"], isDelivered: true, request: "{}")
        }
    }

    private let router = DoorRouter(
        window: DoorWindow(), tasks: TaskDesk(runner: nil, milliseconds: { 0 }),
        approvals: Desk(), now: { 100 })

    private func send(
        _ method: String, _ path: String, _ body: String? = nil
    ) async throws -> (Int, String) {
        let type = body == nil ? "" : "Content-Type: application/json\r\n"
        let head = try RequestHead(
            Array("\(method) \(path) HTTP/1.1\r\n\(type)\r\n".utf8)[...], bodyBytes: 0)
        let answer = await router.answer(head, Array((body ?? "").utf8))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    @Test func whatNeedsAnApprovalGoesToTheDesk() async throws {
        let asked = try await send("POST", "/v1/task", #"{"kind":"delete","recording":"R"}"#)
        #expect(asked.0 == 202)
        #expect(asked.1.contains(Self.id))
        #expect(asked.1.contains(#""words":"Erasure of R.""#))
        #expect(asked.1.contains(#""approved_by":["approver: yes"]"#))
        let refused = try await send("POST", "/v1/task", #"{"kind":"delete","recording":"S"}"#)
        #expect(refused.0 == 400)
        #expect(refused.1.contains("member_value"))
        let listed = try await send("GET", "/v1/tasks")
        #expect(listed.1.contains(Self.id))
        #expect(try await send("GET", "/v1/task/\(Self.id)").0 == 200)
        #expect(try await send("POST", "/v1/task/\(Self.id)/cancel").1.contains("cancelled"))
        #expect(try await send("GET", "/v1/task/01KAJ000000000000000000001").0 == 404)
        #expect(try await send("GET", "/v1/task/01kaj000000000000000000000").0 == 404)
    }

    @Test("T20 the socket hands decisions on, and grants nothing itself")
    func decisions() async throws {
        let path = "/v1/task/\(Self.id)/"
        #expect(try await send("POST", path + "approve", "signed approve").0 == 200)
        #expect(try await send("POST", path + "deny", "signed deny").0 == 200)
        let forged = try await send("POST", path + "approve", "signed deny")
        #expect(forged.0 == 401)
        #expect(forged.1.contains("signature_wrong"))
        #expect(try await send("POST", path + "grant", "x").0 == 404)
        #expect(try await send("GET", path + "approve").0 == 405)
    }
}
