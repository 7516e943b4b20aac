import TestKit
import Testing

@testable import Trust

/// Signed documents, one a line.
@Suite struct ApprovalMessageTests {
    private let family = Family()

    private func good() throws -> ApprovalMessage {
        var message = ApprovalMessage()
        message.revocations = [
            Revocations().next(at: Family.now).document(signedBy: family.issuer)
        ]
        message.receipts = [
            ApprovalReceipt(
                approvalId: "01JD0000000000000000000007",
                actionHash: String(repeating: "0f", count: 32), receiver: "orchestrator",
                received: 1
            ).document(signedBy: family.orchestrator)
        ]
        message.decisions = [
            try ApprovalDecision(
                approvalId: "01JD0000000000000000000007",
                actionHash: String(repeating: "0f", count: 32), answer: .deny, reason: "no",
                approver: "approver", decided: 1, expires: 2
            ).document(signedBy: family.approver)
        ]
        message.tokens = [family.token().document(signedBy: family.issuer)]
        return message
    }

    @Test func eachIsToldByItsMembers() throws {
        let message = try good()
        #expect(try ApprovalMessage(message.bytes) == message)
        let turned = Array(message.bytes.split(separator: 10).reversed().joined(separator: [10]))
        #expect(try ApprovalMessage(turned) == message)
        #expect(try ApprovalMessage(message.bytes + [10]) == message)
    }

    @Test func anythingElseIsRefused() throws {
        let one = try good().tokens[0]
        for (bytes, expected) in [
            ([], Rule.notAnObject), ([10], .notAnObject), (Array("{}".utf8), .memberMissing),
            (Array("x".utf8), .notAnObject), (Array(#"{"a":1}"#.utf8), .memberMissing),
            (Array(repeating: one, count: 9).joined(separator: [10]).map { $0 }, .notAnObject),
            (Array(repeating: 0x20, count: 65_537), .tooLong),
        ] {
            #expect(rule { try ApprovalMessage(bytes) } == expected)
        }
    }

    /// Whatever is taken holds no more and no other than what came.
    @Test func seededChangesAreTakenWholeOrRefused() throws {
        var generator = SeededGenerator(seed: 9)
        let good = try good().bytes
        for _ in 0..<3_000 {
            var changed = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<changed.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: changed[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: changed.remove(at: index)
                default: changed.insert(changed[index], at: index)
                }
            }
            guard let message = try? ApprovalMessage(changed) else { continue }
            let lines = changed.split(separator: 10)
            let parts =
                message.revocations + message.receipts + message.decisions + message.tokens
            #expect(parts.count == lines.count)
        }
    }
}
