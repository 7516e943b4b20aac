/// What comes in about an approval, on the broker or at the local socket: one to eight signed
/// documents, one a line. Each is told by its members and believed by its signature alone.
public struct ApprovalMessage: Equatable, Sendable {
    public static let lengthMax = 65_536
    public static let documentsMax = 8

    public var revocations: [[UInt8]] = []
    public var receipts: [[UInt8]] = []
    public var decisions: [[UInt8]] = []
    public var tokens: [[UInt8]] = []

    public init() {}

    /// - Throws: `not_an_object` and its like for what is no such document.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        guard bytes.count <= Self.lengthMax else {
            throw Refusal(
                .tooLong, "It has \(bytes.count) bytes; \(Self.lengthMax) at most.")
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard (1...Self.documentsMax).contains(lines.count) else {
            throw Refusal(
                .notAnObject, "It holds \(lines.count) documents; 1 to \(Self.documentsMax) do.")
        }
        for line in lines { try add(Array(line)) }
    }

    private mutating func add(_ bytes: [UInt8]) throws(Refusal) {
        let members = try CanonicalReader.object(bytes, lengthMax: Self.lengthMax)
        if members["decided_at"] != nil {
            decisions.append(bytes)
        } else if members["received_at"] != nil {
            receipts.append(bytes)
        } else if members["jti"] != nil {
            tokens.append(bytes)
        } else if members["tokens"] != nil {
            revocations.append(bytes)
        } else {
            throw Refusal(
                .memberMissing, "It is no decision, receipt, token or list of revocations.")
        }
    }

    public var bytes: [UInt8] {
        Array((revocations + receipts + decisions + tokens).joined(separator: [UInt8(ascii: "\n")]))
    }
}
