/// How often each one-off token was used. Bounded; when full it refuses, and it forgets a token
/// only once it has expired.
///
/// What was used stays used over a restart by its approval: that is on the disk as used before anything
/// is done, and never executes twice.
struct OneOffUses: Equatable, Sendable {
    static let countMax = 1_024

    private struct Use: Equatable {
        var count: Int64
        let expiration: Int64
    }

    private var spent: [String: Use] = [:]

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
