import Foundation
import TestKit
import Testing

@testable import Trust

/// Our readers and writers against documents an independent implementation made
/// (Golden/make_documents.py).
@Suite struct DocumentVectorTests {
    private struct Row: Decodable {
        let name, document: String
        let rule: String?
        var bytes: [UInt8] { Array(document.utf8) }
    }
    private struct File: Decodable {
        let tokens, entries, lists, requests, decisions: [Row]
        let actionHash: String
    }

    private let family = Family()

    private func file() throws -> File {
        let path = packageRoot() + "/Tests/TrustTests/Golden/documents.json"
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path)))
    }

    @Test("T9 every token of the other implementation gets its verdict")
    func tokens() throws {
        let rows = try file().tokens
        #expect(rows.count == 52)
        var verifier = try family.verifier(takesPlain: true)
        for row in rows {
            let found = rule {
                try verifier.check(row.bytes, for: family.use(), at: Family.clock())
            }
            #expect(found?.rawValue == row.rule, "\(row.name)")
        }
    }

    @Test("T9 so do its keyring entries, revocations, requests and decisions")
    func others() throws {
        let file = try file()
        let keyring = try family.keyring()
        for row in file.entries {
            var fresh = Keyring(roots: [family.root.publicKey])
            #expect(rule { try fresh.add(row.bytes) }?.rawValue == row.rule, "\(row.name)")
        }
        for row in file.lists {
            var fresh = Revocations()
            let found = rule { try fresh.take(row.bytes, keyring, at: Family.clock()) }
            #expect(found?.rawValue == row.rule, "\(row.name)")
        }
        for row in file.requests {
            let found = rule { try ApprovalRequest.verified(row.bytes, keyring, Revocations()) }
            #expect(found?.rawValue == row.rule, "\(row.name)")
        }
        for row in file.decisions {
            let found = rule {
                try VerifiedDecision(row.bytes, keyring, Revocations(), at: Family.clock())
            }
            #expect(found?.rawValue == row.rule, "\(row.name)")
        }
    }

    /// Read and written anew, the very bytes that the other implementation signed.
    @Test func whatWeWriteIsWhatTheOtherImplementationWrote() throws {
        let file = try file()
        func body(_ kind: DocumentKind, _ bytes: [UInt8]) throws -> [UInt8] {
            try SignedDocument(kind, bytes, lengthMax: 32_768).members.bytes
        }
        let token = try CapabilityToken.unverified(file.tokens[0].bytes)
        #expect(token == family.token())
        #expect(
            try body(.capability, token.document(signedBy: family.issuer))
                == body(.capability, file.tokens[0].bytes))
        #expect(
            try body(.plainCapability, token.plainDocument(signedBy: family.issuer))
                == body(.plainCapability, file.tokens[2].bytes))
        let request = try ApprovalRequest.verified(
            file.requests[0].bytes, try family.keyring(), Revocations())
        #expect(request.action.hash == file.actionHash)
        #expect(
            try body(.approvalRequest, request.document(signedBy: family.healthypi))
                == body(.approvalRequest, file.requests[0].bytes))
        let decision = try VerifiedDecision(
            file.decisions[0].bytes, try family.keyring(), Revocations(), at: Family.clock()
        ).decision
        #expect(
            try body(.approvalDecision, decision.document(signedBy: family.approver))
                == body(.approvalDecision, file.decisions[0].bytes))
    }
}
