/// The header `Sa-Signature` taken apart; nothing of it is verified yet.
struct SignedStatement {
    let statement: MessageStatement
    private let body: [UInt8]
    private let signature: [UInt8]

    init(header: String?) throws(SignatureProblem) {
        guard let header else { throw .missing }
        guard header.utf8.count <= MessageVerifier.headerLengthMax else { throw .malformed }
        let parts = header.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "v1",
            let body = Base64URL.bytes(of: String(parts[1])),
            let signature = Base64URL.bytes(of: String(parts[2])), signature.count == 64,
            let statement = MessageStatement(body)
        else { throw .malformed }
        self.statement = statement
        self.body = body
        self.signature = signature
    }

    /// Holds it to the key it names and that key's owner, and to the message it came with.
    func check(
        by agent: String, with key: MessagePublicKey, subject: String, payload: [UInt8]
    ) throws(SignatureProblem) {
        let signed = PreAuthentication.bytes(type: DocumentKind.message.type, body: body)
        guard key.verifies(signature, of: signed) else { throw .signatureWrong }
        guard agent == statement.agent else { throw .agentDiffers }
        guard statement.subject == subject else { throw .subjectDiffers }
        guard statement.payloadHash == MessageStatement.hash(of: payload) else {
            throw .payloadDiffers
        }
    }
}
