import EventContract
import TestKit
import Testing

@testable import Trust

/// A document of one kind put in the place of every other.
@Suite struct TypeConfusionTests {
    private let family = Family()

    /// Every kind's body signed as every other kind, with a key that the reader trusts: only the
    /// type in the signed bytes tells them apart.
    @Test("T9 a body signed as one kind never verifies as another")
    func everyPair() throws {
        let body = try SignedDocument(
            .capability, family.token().document(signedBy: family.issuer), lengthMax: 4_096
        ).members
        for signed in DocumentKind.allCases {
            var document = body
            document["signature"] = .text(
                Base64URL.text(of: family.issuer.signature(of: signed, body.bytes)))
            for read in DocumentKind.allCases {
                let document = try SignedDocument(read, document.bytes, lengthMax: 4_096)
                #expect(
                    rule { try document.verify(with: family.issuer.publicKey) }
                        == (read == signed ? nil : .signatureWrong))
            }
        }
        #expect(Set(DocumentKind.allCases.map(\.type)).count == DocumentKind.allCases.count)
    }

    @Test("T9 a message's statement is no document, and a document no statement")
    func messages() throws {
        let signer = MessageSigner(agent: "orchestrator", key: family.issuer)
        let header = signer.header(
            id: "01JD0000000000000000000000", sequence: 1, timeMilliseconds: Family.now * 1_000,
            subject: "health.data.read", payload: [])
        let parts = header.split(separator: ".")
        let statement = try #require(Base64URL.bytes(of: String(parts[1])))
        var object = try CanonicalReader.object(statement, lengthMax: 4_096)
        object["signature"] = .text(String(parts[2]))
        var verifier = try family.verifier(takesPlain: true)
        #expect(
            rule { try verifier.check(object.bytes, for: family.use(), at: Family.clock()) }
                == .memberMissing)
        let token = family.token().document(signedBy: family.orchestrator)
        let document = try SignedDocument(.capability, token, lengthMax: 4_096)
        let forged =
            "v1.\(Base64URL.text(of: document.members.bytes))."
            + Base64URL.text(of: document.signature)
        let messages = MessageVerifier(keys: [("orchestrator", family.orchestrator.publicKey)])
        #expect(throws: SignatureProblem.malformed) {
            try messages.verify(header: forged, subject: "health.data.read", payload: [])
        }
    }

    @Test("T2 another agent's event in our name, or on our subject, is refused")
    func forgedEvents() throws {
        let messages = MessageVerifier(keys: try family.keyring().messageKeys(Revocations()))
        let subject = "health.events.write.healthypi.internal.quality"
        func attempt(_ agent: String, _ key: MessageKey, on other: String? = nil)
            -> SignatureProblem?
        {
            let header = MessageSigner(agent: agent, key: key).header(
                id: "1", sequence: 1, timeMilliseconds: 0, subject: subject, payload: [1])
            do throws(SignatureProblem) {
                _ = try messages.verify(header: header, subject: other ?? subject, payload: [1])
                return nil
            } catch {
                return error
            }
        }
        #expect(attempt("healthypi", family.healthypi) == nil)
        #expect(attempt("healthypi", family.hue) == .agentDiffers)
        // Also the orchestrator, whose role is above ours.
        #expect(attempt("healthypi", family.orchestrator) == .agentDiffers)
        #expect(attempt("healthypi", family.stranger) == .keyUnknown)
        // The issuer's key signs tokens; nothing it says is an event.
        #expect(attempt("orchestrator", family.issuer) == .keyUnknown)
        #expect(attempt("healthypi", family.healthypi, on: subject + ".x") == .subjectDiffers)
        // In its own name the token's role stops it.
        var verifier = try family.verifier()
        let token = family.token(agent: "hue", holder: family.hue, subjects: [subject])
        #expect(
            rule {
                try verifier.check(
                    token.document(signedBy: family.issuer),
                    for: family.use(
                        sender: "hue", holder: family.hue, subject: subject, label: .internal),
                    at: Family.clock())
            } == .subjectBeyondRole)
    }
}
