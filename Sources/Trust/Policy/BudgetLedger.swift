/// What each holder has used of its budgets, in bounded memory.
///
/// Never more than the budget in any stretch of its length: time is counted in twelfths, and the
/// oldest twelfth counts whole until it has passed.
public struct BudgetLedger: Sendable {
    public static let holdersMax = 256
    private static let parts = 12

    private struct Account: Sendable {
        /// Amounts by twelfth, newest at `part % parts`; one more, as the oldest is only half gone.
        var amounts = [Int64](repeating: 0, count: parts + 1)
        var part: Int64 = .min
        var total: Int64 = 0

        mutating func move(to now: Int64) {
            guard now > part else { return }
            if part == .min || now - part > Int64(parts) {
                amounts = [Int64](repeating: 0, count: parts + 1)
                total = 0
            } else {
                for passed in (part + 1)...now {
                    let index = Int(passed % Int64(parts + 1))
                    total -= amounts[index]
                    amounts[index] = 0
                }
            }
            part = now
        }
    }

    private struct Key: Hashable { let holder: String, budget: Budget }

    public let limits: BudgetLimits
    private var accounts: [Key: Account] = [:]
    private var holders: [String: Int64] = [:]

    public init(_ limits: BudgetLimits) { self.limits = limits }

    /// Holders an account is kept of.
    public var holderCount: Int { holders.count }

    /// Takes an amount, or refuses and takes nothing.
    ///
    /// - Parameters:
    ///   - holder: a key's identifier, or the agent's own name for what it publishes.
    ///   - milliseconds: of a clock that is never set.
    public mutating func take(
        _ budget: Budget, _ amount: Int64 = 1, holder: String, at milliseconds: Int64
    ) throws(Refusal) {
        precondition(amount >= 0 && milliseconds >= 0, "Budgets are not given back by this door.")
        try admit(holder, milliseconds)
        let (most, seconds) = limits.window(budget)
        let key = Key(holder: holder, budget: budget)
        var account = accounts.removeValue(forKey: key) ?? Account()
        account.move(to: milliseconds * Int64(Self.parts) / (seconds * 1_000))
        defer { accounts[key] = account }
        guard account.total <= most, amount <= most - account.total else {
            throw Refusal(
                .budgetSpent, "No \(budget.rawValue) are left for now: \(most) in \(seconds) s.")
        }
        account.amounts[Int(account.part % Int64(Self.parts + 1))] += amount
        account.total += amount
    }

    /// A new holder takes the place of one not heard of for a day; nobody is pushed out earlier.
    private mutating func admit(_ holder: String, _ now: Int64) throws(Refusal) {
        if holders[holder] == nil, holders.count >= Self.holdersMax {
            let gone = holders.filter { now - $0.value > 86_400_000 }.map(\.key)
            for name in gone {
                holders[name] = nil
                for budget in Budget.allCases { accounts[Key(holder: name, budget: budget)] = nil }
            }
            guard holders.count < Self.holdersMax else {
                throw Refusal(.busy, "Too many senders are kept account of.")
            }
        }
        holders[holder] = now
    }
}
