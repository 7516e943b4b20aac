public import EventContract

/// What an export is: signed by the agent that made it, beside the sealed file and inside it.
public struct ExportManifest: Equatable, Sendable {
    public static let lengthMax = 262_144
    public static let filesMax = 1_024

    public struct File: Equatable, Sendable {
        public let name: String
        public let bytes: Int64
        public let digest: String

        public init(name: String, bytes: Int64, digest: String) {
            self.name = name
            self.bytes = bytes
            self.digest = digest
        }

        var text: String { "\(digest) \(bytes) \(name)" }

        init(_ text: String) throws(Refusal) {
            let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].utf8.count == 64, let bytes = Int64(parts[1]),
                bytes >= 0, "\(bytes)" == parts[1], !parts[2].isEmpty, !parts[2].contains("/"),
                parts[2] != ".", parts[2] != ".."
            else {
                throw Refusal(.memberValue, "The member files has a value it cannot have.")
            }
            self.init(name: String(parts[2]), bytes: bytes, digest: String(parts[0]))
        }
    }

    public let action: ApprovalAction
    public let label: Label
    /// `approver: reason`, for each who agreed.
    public let approvals: [String]
    /// s since 1970-01-01T00:00:00Z.
    public let made: Int64
    /// As they follow each other in the sealed file.
    public let files: [File]

    public init(
        action: ApprovalAction, label: Label, approvals: [String], made: Int64, files: [File]
    ) {
        self.action = action
        self.label = label
        self.approvals = approvals
        self.made = made
        self.files = files
    }

    public func document(signedBy key: MessageKey) -> [UInt8] {
        var object = action.object
        object["action_hash"] = .text(action.hash)
        object["approved_by"] = .texts(approvals.map(CanonicalText.allowed))
        object["files"] = .texts(files.map(\.text))
        object["label"] = .text(label.rawValue)
        object["made_at"] = .integer(made)
        object["v"] = .integer(1)
        return SignedDocument.bytes(.exportManifest, object, signedBy: key)
    }

    /// - Parameter keyring: nil to read it without asking who signed it.
    public init(
        _ bytes: [UInt8], _ keyring: Keyring?, _ revocations: Revocations = Revocations()
    ) throws(Refusal) {
        let document = try SignedDocument(.exportManifest, bytes, lengthMax: Self.lengthMax)
        var reader = MemberReader(document.members)
        _ = try reader.integer("v", 1...1)
        let kid = try reader.plain("kid", 11...11)
        let hash = try reader.digest("action_hash")
        action = try ApprovalAction(&reader)
        label = try reader.word(Label.self, "label")
        approvals = try reader.texts("approved_by", countMax: 2)
        made = try reader.integer("made_at")
        var files: [File] = []
        for text in try reader.texts("files", countMax: Self.filesMax) {
            files.append(try File(text))
        }
        guard Set(files.map(\.name)).count == files.count else {
            throw Refusal(.memberValue, "The member files has a value it cannot have.")
        }
        self.files = files
        try reader.finish()
        guard hash == action.hash else {
            throw Refusal(.actionDiffers, "The hash is not that of the action it names.")
        }
        guard let keyring else { return }
        let entry = try keyring.entry(kid, role: .member, revocations)
        try document.verify(with: entry.key)
        guard entry.agent == action.agent else {
            throw Refusal(.agentDiffers, "The manifest is signed by another agent.")
        }
    }
}
