/// Exactly what is to be done; a person approves the hash of this and of nothing else.
public struct ApprovalAction: Equatable, Sendable {
    public static let parametersMax = 32

    public let approvalId: String
    public let operation: Operation
    /// Who would do it.
    public let agent: String
    /// Who asked for it.
    public let requester: String
    /// What it would be done to, by name.
    public let resource: String
    /// SHA-256 of that, as it is now, 64 hexadecimal digits: a file changed since is another.
    public let resourceDigest: String
    /// `name=value`.
    public let parameters: [String: String]

    /// - Throws: `too_large` for what nobody could be shown, `member_value` for what cannot be
    ///   written.
    public init(
        approvalId: String, operation: Operation, agent: String, requester: String,
        resource: String, resourceDigest: String, parameters: [String: String]
    ) throws(Refusal) {
        guard parameters.count <= Self.parametersMax,
            parameters.allSatisfy({ $0.key.utf8.count + $0.value.utf8.count <= 512 })
        else {
            throw Refusal(.tooLarge, "The action is too large to be shown, and so to be approved.")
        }
        let names = [approvalId, agent, requester, resource, resourceDigest] + parameters.keys
        let isWritable =
            names.allSatisfy(CanonicalText.isPlain)
            && parameters.keys.allSatisfy { !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: "=")) }
            && parameters.values.allSatisfy {
                $0.unicodeScalars.allSatisfy(CanonicalText.isAllowed)
            }
        guard isWritable else {
            throw Refusal(.memberValue, "The action holds a text that cannot be shown.")
        }
        self.approvalId = approvalId
        self.operation = operation
        self.agent = agent
        self.requester = requester
        self.resource = resource
        self.resourceDigest = resourceDigest
        self.parameters = parameters
    }

    var object: CanonicalObject {
        CanonicalObject([
            "action": .text(operation.rawValue), "agent": .text(agent),
            "approval_id": .text(approvalId),
            "params": .texts(
                parameters.map { "\($0.key)=\($0.value)" }.sorted {
                    $0.utf8.lexicographicallyPrecedes($1.utf8)
                }),
            "requester": .text(requester), "resource": .text(resource),
            "resource_sha256": .text(resourceDigest),
        ])
    }

    /// SHA-256 of the canonical action, 64 hexadecimal digits.
    public var hash: String {
        var digest = Digest()
        digest.update(object.bytes)
        return digest.hexadecimal
    }

    init(_ reader: inout MemberReader) throws(Refusal) {
        var parameters: [String: String] = [:]
        for text in try reader.texts("params", countMax: Self.parametersMax) {
            let parts = text.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parameters[String(parts[0])] == nil else {
                throw Refusal(.memberValue, "The member params has a value it cannot have.")
            }
            parameters[String(parts[0])] = String(parts[1])
        }
        try self.init(
            approvalId: reader.plain("approval_id", 8...64),
            operation: reader.word(Operation.self, "action"), agent: reader.plain("agent"),
            requester: reader.plain("requester"), resource: reader.plain("resource", 0...256),
            resourceDigest: reader.digest("resource_sha256"), parameters: parameters)
    }
}
