/// How often each one-off token was used. Bounded; when full it refuses, and it forgets a token
/// only once it has expired.
struct OneOffUses: Sendable {
    static let countMax = 1_024

    private var spent: [String: (count: Int64, expiration: Int64)] = [:]

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
        spent[token.id, default: (0, token.expiration)].count += 1
    }
}
