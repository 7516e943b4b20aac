import Foundation
import Testing

@testable import Dashboard

/// What the door says at each path.
struct DoorRouterTests {
    @Test func readyIsSaidWithWhatIsMissing() async throws {
        let (well, nothing) = try await get("/readyz")
        #expect(well == 200)
        #expect(nothing == ["ready": true, "reasons": []])
        var snapshot = DoorSnapshot.sample
        snapshot.store.isTaking = false
        snapshot.boards[0].isConnected = false
        snapshot.broker?.state = .waiting
        snapshot.broker?.reason = "nobody answers"
        let (ill, reasons) = try await get("/readyz", snapshot)
        #expect(ill == 503)
        #expect(
            reasons == [
                "ready": false,
                "reasons": [
                    "The store takes nothing.", "No board is connected.",
                    "The broker is not connected: nobody answers",
                ],
            ])
    }

    @Test func aLoopThatStandsStillIsNotAlive() async throws {
        var snapshot = DoorSnapshot.sample
        snapshot.loopSeconds = 100 - DoorHealth.stillSecondsMax
        #expect(try await get("/healthz", snapshot).1 == ["alive": true])
        snapshot.loopSeconds -= 0.1
        #expect(try await get("/healthz", snapshot).1 == ["alive": false])
        #expect(try await get("/healthz", snapshot).0 == 503)
    }

    @Test func beforeTheFirstTurnOnlyThatIsSaid() async throws {
        #expect(try await get("/healthz", nil).0 == 503)
        #expect(try await get("/v1/status", nil).0 == 503)
        #expect(try await get("/metrics", nil).0 == 503)
    }

    @Test func statusTellsEverything() async throws {
        let (status, body) = try await get("/v1/status")
        #expect(status == 200)
        #expect(body["agent"] == "healthypi")
        #expect(body["session"] == ["id": "S", "seconds": 61])
        #expect(body["time"] == "1970-01-01T00:16:40.000Z")
        guard case .list(let measures)? = body["measures"] else {
            Issue.record("no measures")
            return
        }
        #expect(
            measures[1] == [
                "name": "rmssd", "source": "ecg", "unit": "ms", "value": 42.1,
                "ci95": [36, 48.9], "reason": .null, "time": "1970-01-01T00:16:39.000Z",
            ])
        // Not known, and long past: null, each with its reason.
        #expect(member("reason", measures[2]) == "poorSignal")
        #expect(member("value", measures[3]) == .null)
        #expect(member("reason", measures[3]) == "outdated")
    }

    @Test func modesAreToldAndNotChanged() async throws {
        let (status, body) = try await get("/v1/modes")
        #expect(status == 200)
        #expect(body["mode"] == "standard")
        #expect(body["modes"] == ["offline", "standard", "sensitive", "demo"])
        #expect(try await send("POST", "/v1/modes").0 == 405)
    }

    @Test(arguments: ["approve", "deny"])
    func aDecisionWithoutASignatureDoesNotCount(_ verb: String) async throws {
        let router = router(.sample)
        let (status, task) = try await send(
            "POST", "/v1/task", #"{"kind":"delete","recording":"R"}"#, router)
        #expect(status == 202)
        #expect(task["state"] == "approval_required")
        guard case .text(let id)? = task["id"] else { return }
        let (refused, body) = try await send(
            "POST", "/v1/task/\(id)/\(verb)", #"{"approve":true}"#, router)
        #expect(refused == 501)
        #expect(member("rule", body["error"] ?? .null) == "approval.signature")
        #expect(
            try await send("GET", "/v1/task/\(id)", nil, router).1["state"]
                == "approval_required")
        // To take back one's own wish needs nobody's leave.
        #expect(
            try await send("POST", "/v1/task/\(id)/cancel", nil, router).1["state"]
                == "cancelled")
        #expect(try await send("POST", "/v1/task/\(id)/\(verb)", nil, router).0 == 409)
    }

    @Test func aTaskIsSentAsJSONAndInNoOtherForm() async throws {
        let head = try RequestHead(
            Array("POST /v1/task HTTP/1.1\r\nContent-Type: text/plain\r\n\r\n".utf8)[...],
            bodyBytes: 0)
        #expect(await router(.sample).answer(head, []).status == 415)
        #expect(try await send("POST", "/v1/task", "{}").0 == 400)
        #expect(
            try await send("POST", "/v1/task", #"{"kind":"report","recording":"R"}"#).0 == 501)
    }

    @Test(
        arguments: [
            "/", "//", "/v1", "/v1/", "/v1/task/", "/v1/task/short", "/v1/task/0123456789abcdeF",
            "/v1/task/0123456789abcdef/grant", "/metrics/", "/healthz/x", "/v1/tasks/",
        ])
    func nothingElseIsThere(_ path: String) async throws {
        #expect(try await send("GET", path).0 == 404)
    }

    @Test func whatIsNotKnownIsNotFound() async throws {
        #expect(try await send("GET", "/v1/task/0123456789abcdef").0 == 404)
        #expect(try await send("POST", "/v1/task/0123456789abcdef/cancel").0 == 404)
    }

    private func router(_ snapshot: DoorSnapshot?) -> DoorRouter {
        let window = DoorWindow()
        if let snapshot { window.post(snapshot) }
        return DoorRouter(
            window: window, tasks: TaskDesk(runner: nil, milliseconds: { 0 }),
            approvals: NoApprovals(), now: { 100 })
    }

    private func get(
        _ path: String, _ snapshot: DoorSnapshot? = .sample
    ) async throws -> (Int, [String: JSONValue]) {
        try await send("GET", path, nil, router(snapshot))
    }

    private func send(
        _ method: String, _ path: String, _ body: String? = nil, _ router: DoorRouter? = nil
    ) async throws -> (Int, [String: JSONValue]) {
        let type = body == nil ? "" : "Content-Type: application/json\r\n"
        let head = try RequestHead(
            Array("\(method) \(path) HTTP/1.1\r\n\(type)\r\n".utf8)[...], bodyBytes: 0)
        let answer = await (router ?? self.router(.sample)).answer(head, Array((body ?? "").utf8))
        guard answer.type == "application/json",
            case .object(let members) = try JSONDecoder().decode(
                JSONValue.self, from: Data(answer.body))
        else { return (answer.status, [:]) }
        return (answer.status, members)
    }

    private func member(_ name: String, _ value: JSONValue) -> JSONValue? {
        if case .object(let members) = value { members[name] } else { nil }
    }
}
