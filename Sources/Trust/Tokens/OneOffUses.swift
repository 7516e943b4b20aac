/// How often each one-off token was used. Bounded; when full it refuses, and it forgets a token
/// only once it has expired.
///
/// What was used must stay used over a restart: whoever spends keeps `bytes` before acting.
public struct OneOffUses: Equatable, Sendable {
    static let countMax = 1_024
    /// Room for all of them.
    public static let bytesMax = 262_144

    private struct Use: Equatable {
        var count: Int64
        let expiration: Int64
    }

    private var spent: [String: Use] = [:]

    public init() {}

    func check(_ token: CapabilityToken) throws(Refusal) {
        guard let oneOff = token.oneOff else { return }
        guard (spent[token.id]?.count ?? 0) < oneOff.usesMax else {
            throw Refusal(.usesSpent, "The token has been used.")
        }
    }

    mutating func spend(_ token: CapabilityToken, at seconds: Int64) throws(Refusal) {
        guard token.oneOff != nil else { return }
        try check(token)
        if spent[token.id] == nil, spent.count >= Self.countMax {
            spent = spent.filter { $0.value.expiration > seconds }
            guard spent.count < Self.countMax else {
                throw Refusal(.busy, "Too many one-off tokens are under way.")
            }
        }
        spent[token.id, default: Use(count: 0, expiration: token.expiration)].count += 1
    }
}

extension OneOffUses {
    /// One line of JSON in exactly one way.
    public var bytes: [UInt8] {
        CanonicalObject([
            "used": .texts(
                spent.map { "\($0.value.count) \($0.value.expiration) \($0.key)" }.sorted()),
            "v": .integer(1),
        ]).bytes
    }

    /// As they were kept. What cannot be read is an error and never an empty memory.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var reader = MemberReader(
            try CanonicalReader.object(bytes, lengthMax: Self.bytesMax))
        _ = try reader.integer("v", 1...1)
        for text in try reader.texts("used", countMax: Self.countMax) {
            let parts = text.split(
                separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, (8...64).contains(parts[2].utf8.count),
                CanonicalText.isPlain(text), let count = Int64(parts[0]),
                let expiration = Int64(parts[1]), count > 0, "\(count)" == parts[0],
                "\(expiration)" == parts[1], spent[String(parts[2])] == nil
            else { throw Refusal(.memberValue, "The member used has a value it cannot have.") }
            spent[String(parts[2])] = Use(count: count, expiration: expiration)
        }
        try reader.finish()
    }
}
