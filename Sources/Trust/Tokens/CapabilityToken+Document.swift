import EventContract

extension CapabilityToken {
    /// The token signed by its issuer: version 1.
    public func document(signedBy key: MessageKey) -> [UInt8] {
        SignedDocument.bytes(.capability, members, signedBy: key)
    }

    /// The four fields alone, signed: version 0, for development.
    public func plainDocument(signedBy key: MessageKey) -> [UInt8] {
        SignedDocument.bytes(
            .plainCapability,
            CanonicalObject([
                "agent": .text(agent), "allowed_subjects": .texts(subjects.map(\.description)),
                "expiration": .integer(expiration),
            ]), signedBy: key)
    }

    private var members: CanonicalObject {
        var object = CanonicalObject([
            "agent": .text(agent), "allowed_subjects": .texts(subjects.map(\.description)),
            "cnf": .text(holder.text), "epoch": .integer(epoch), "expiration": .integer(expiration),
            "iss": .text(issuer), "jti": .text(id), "max_label": .text(labelMax.rawValue),
            "not_before": .integer(start), "v": .integer(1),
        ])
        if let audience { object["aud"] = .texts(audience) }
        if let oneOff {
            object["action"] = .text(oneOff.action)
            object["action_hash"] = .text(oneOff.actionHash)
            object["max_uses"] = .integer(oneOff.usesMax)
        }
        return object
    }

    /// Version 1, read; nothing of it is verified.
    init(_ document: SignedDocument) throws(Refusal) {
        var reader = MemberReader(document.members)
        _ = try reader.integer("v", 1...1)
        _ = try reader.plain("kid", 11...11)
        var audience: [String]?
        if reader.has("aud") { audience = try reader.texts("aud", countMax: 16) }
        if let audience, audience.isEmpty || !audience.allSatisfy(CanonicalText.isPlain) {
            throw Refusal(.memberValue, "The member aud has a value it cannot have.")
        }
        var oneOff: OneOff?
        if ["action", "action_hash", "max_uses"].contains(where: { reader.has($0) }) {
            oneOff = OneOff(
                action: try reader.plain("action"), actionHash: try reader.digest("action_hash"),
                usesMax: try reader.integer("max_uses", 1...64))
        }
        self.init(
            version: 1, id: try reader.plain("jti", 8...64), issuer: try reader.plain("iss"),
            agent: try reader.plain("agent"), holder: try reader.key("cnf"),
            subjects: try reader.subjects("allowed_subjects", countMax: Self.subjectsMax),
            start: try reader.integer("not_before"), expiration: try reader.integer("expiration"),
            epoch: try reader.integer("epoch"),
            labelMax: try reader.word(Label.self, "max_label"), audience: audience, oneOff: oneOff)
        try reader.finish()
        guard expiration > start else {
            throw Refusal(.memberValue, "The token ends before it begins.")
        }
    }

    /// A token as it is shown on connecting: base64url, for client libraries write the text of a
    /// login as it is between quotation marks.
    public static func loginText(of document: [UInt8]) -> String { Base64URL.text(of: document) }

    /// The document that was shown on connecting; nil for what is none.
    public static func document(ofLogin text: String) -> [UInt8]? {
        text.utf8.count <= lengthMax * 2 ? Base64URL.bytes(of: text) : nil
    }

    /// A token as it says it is, nothing verified; for showing it.
    public static func unverified(_ bytes: [UInt8]) throws(Refusal) -> CapabilityToken {
        try CapabilityToken(SignedDocument(.capability, bytes, lengthMax: lengthMax))
    }
}
