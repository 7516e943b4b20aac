import Dashboard
import Foundation
import Trust

/// One agent, at its local socket.
struct SocketCounter: ApprovalCounter {
    let path: String
    let granting: TokenRealm
    let seconds: Double

    private struct Shown: Decodable {
        struct Approval: Decodable {
            let request: String
            let approvedBy: [String]

            enum CodingKeys: String, CodingKey {
                case request
                case approvedBy = "approved_by"
            }
        }

        let id: String
        let state: String
        let note: String?
        let files: [String]
        let approval: Approval?
    }

    private struct List: Decodable { let tasks: [Shown] }

    func open(_ id: String?) async throws -> [OpenRequest] {
        let body = try get("/v1/tasks")
        guard let list = try? JSONDecoder().decode(List.self, from: Data(body)) else {
            throw WardenFailure(
                code: Exit.unavailable,
                text: "The agent says something that this version cannot read.")
        }
        return list.tasks.compactMap { task in
            guard id == nil || id == task.id,
                ["approval_required", "approved"].contains(task.state),
                let approval = task.approval
            else { return nil }
            do throws(Refusal) {
                let request = try ApprovalRequest.verified(
                    Array(approval.request.utf8), granting.keyring, granting.revocations)
                return OpenRequest(
                    request: request, state: task.state, approvals: approval.approvedBy)
            } catch {
                Output.say("A request is left out, for its signature does not hold: \(error)")
                return nil
            }
        }
    }

    func hand(
        over message: ApprovalMessage, saying answer: ApprovalDecision.Answer,
        _ request: ApprovalRequest
    ) async throws -> ApprovalEnding? {
        let target = "/v1/task/\(request.id)/\(answer.rawValue)"
        let answer: DoorClient.Answer
        do throws(DoorClientError) {
            answer = try DoorClient(path: path).post(target, json: message.bytes)
        } catch {
            throw WardenFailure(code: Exit.unavailable, text: error.description)
        }
        guard answer.status == 200 else { throw Self.refused(answer) }
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            let body = try get("/v1/task/\(request.id)")
            if let task = try? JSONDecoder().decode(Shown.self, from: Data(body)),
                !["approval_required", "approved", "token_bound", "executing"].contains(task.state)
            {
                return ApprovalEnding(
                    state: task.state, reason: task.note ?? "", files: task.files)
            }
            guard ContinuousClock.now < deadline else { return nil }
            try await ContinuousClock().sleep(for: .milliseconds(50))
        }
    }

    private func get(_ target: String) throws -> [UInt8] {
        let answer: DoorClient.Answer
        do throws(DoorClientError) { answer = try DoorClient(path: path).get(target) } catch {
            throw WardenFailure(code: Exit.unavailable, text: error.description)
        }
        guard answer.status == 200 else { throw Self.refused(answer) }
        return answer.body
    }

    private struct Refused: Decodable {
        struct Content: Decodable {
            let rule: String
            let reason: String
        }

        let error: Content
    }

    private static func refused(_ answer: DoorClient.Answer) -> WardenFailure {
        let told = try? JSONDecoder().decode(Refused.self, from: Data(answer.body)).error
        return WardenFailure(
            code: answer.status == 404 ? Exit.unavailable : Exit.notPermitted,
            text: told.map { "\($0.rule): \($0.reason)" }
                ?? "The agent answers with status \(answer.status).")
    }
}
