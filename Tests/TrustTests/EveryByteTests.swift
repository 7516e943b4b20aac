import EventContract
import TestKit
import Testing

@testable import Trust

/// Every byte of 200 tokens and of 100 messages changed, one at a time.
///
/// Each change must either be no canonical document any more, or be seen to change what is signed,
/// the signature, or the key it names; every sixteenth of those is put before the verifier too, so
/// that each place in a document meets the real check several times over.
@Suite struct EveryByteTests {
    private let family = Family()

    private func flipped(_ byte: UInt8, _ generator: inout SeededGenerator) -> UInt8 {
        // The highest bit makes no ASCII; the other seven are the sly ones.
        byte ^ (1 << UInt8.random(in: 0...6, using: &generator))
    }

    @Test("T9 every byte of a token changed is noticed", arguments: 0..<20)
    func tokens(_ part: Int) throws {
        var generator = SeededGenerator(seed: UInt64(part))
        var verifier = try family.verifier(takesPlain: true)
        for number in 0..<10 {
            let token = token(number + part * 10, &generator)
            let isPlain = number % 5 == 4
            let document =
                isPlain
                ? token.plainDocument(signedBy: family.issuer)
                : token.document(signedBy: family.issuer)
            let kind = isPlain ? DocumentKind.plainCapability : .capability
            let use = family.use(actionHash: token.oneOff?.actionHash)
            _ = try verifier.verified(document, isSensitive: false, at: Family.clock())
            let whole = try SignedDocument(kind, document, lengthMax: 4_096)
            for index in document.indices {
                var changed = document
                changed[index] = flipped(changed[index], &generator)
                if let read = try? SignedDocument(kind, changed, lengthMax: 4_096) {
                    #expect(!read.isSame(as: whole), "\(number), byte \(index)")
                    guard (index + number) % 16 == 0 else { continue }
                }
                #expect(
                    rule { try verifier.check(changed, for: use, at: Family.clock()) } != nil,
                    "\(number), byte \(index)")
            }
        }
    }

    private func token(
        _ number: Int, _ generator: inout SeededGenerator
    ) -> CapabilityToken {
        let oneOff = CapabilityToken.OneOff(
            action: "data.export_raw", actionHash: String(repeating: "5e", count: 32))
        return family.token(
            id: ULID(millisecondsSince1970: Family.now * 1_000, using: &generator).description,
            subjects: number % 2 == 0
                ? ["health.data.read"] : ["health.insights.read", "health.data.read"],
            life: Int64.random(in: 60...600, using: &generator),
            audience: number % 3 == 0 ? ["healthypi"] : nil, oneOff: number % 7 == 0 ? oneOff : nil)
    }

    /// A header taken apart; nil when it is none.
    private struct Parts: Equatable {
        let version: Substring
        let body, signature: [UInt8]

        init?(_ header: String) {
            let parts = header.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let body = Base64URL.bytes(of: String(parts[1])),
                let signature = Base64URL.bytes(of: String(parts[2])),
                MessageStatement(body) != nil
            else { return nil }
            (version, self.body, self.signature) = (parts[0], body, signature)
        }
    }

    @Test("T9 every byte of a signed message changed is noticed", arguments: 0..<10)
    func messages(_ part: Int) throws {
        var generator = SeededGenerator(seed: UInt64(100 + part))
        let signer = MessageSigner(agent: "healthypi", key: family.healthypi)
        let verifier = MessageVerifier(
            keys: try family.keyring().messageKeys(Revocations()))
        for number in 0..<10 {
            let subject = "health.events.write.healthypi.internal.quality"
            let payload = (0..<40).map { _ in UInt8.random(in: 32...126, using: &generator) }
            let header = Array(
                signer.header(
                    id: ULID(millisecondsSince1970: 0, using: &generator).description,
                    sequence: .random(in: 1...9_999, using: &generator),
                    timeMilliseconds: Family.now * 1_000, subject: subject, payload: payload
                ).utf8)
            let whole = Parts(String(decoding: header, as: UTF8.self))
            #expect(whole != nil)
            for index in header.indices {
                var changed = header
                changed[index] = flipped(changed[index], &generator)
                let text = String(decoding: changed, as: UTF8.self)
                // Two texts that decode to the same would be the danger: none may.
                let read = Parts(text)
                #expect(read == nil || read != whole, "\(number), letter \(index)")
                guard read == nil || (index + number) % 16 == 0 else { continue }
                #expect(
                    throws: SignatureProblem.self, "\(number), letter \(index)"
                ) { try verifier.verify(header: text, subject: subject, payload: payload) }
            }
            for index in payload.indices {
                var changed = payload
                changed[index] = flipped(changed[index], &generator)
                #expect(MessageStatement.hash(of: changed) != MessageStatement.hash(of: payload))
            }
        }
    }
}

extension SignedDocument {
    /// The same body and the same signature.
    fileprivate func isSame(as other: SignedDocument) -> Bool {
        members == other.members && signature == other.signature
    }
}
