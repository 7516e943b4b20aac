import TestKit
import Testing

@testable import Trust

@Suite struct BudgetTests {
    @Test("T16 requests beyond the budget are refused, whatever their moment")
    func requests() {
        var ledger = BudgetLedger(BudgetLimits(.standard))
        var generator = SeededGenerator(seed: 3)
        var taken: [Int64] = []
        var now: Int64 = 0
        for _ in 0..<5_000 {
            now += Int64.random(in: 0...1_500, using: &generator)
            if rule({ try ledger.take(.requests, holder: "a", at: now) }) == nil {
                taken.append(now)
            }
        }
        // In no minute, wherever it begins, were there more than 30.
        for (index, first) in taken.enumerated() {
            #expect(taken[index...].prefix { $0 < first + 60_000 }.count <= 30)
        }
        // And not much fewer than could be had.
        #expect(taken.count > Int(now / 60_000) * 25)
    }

    @Test("T16 a flood of 10,000 requests by as many senders leaves a bounded ledger")
    func flood() {
        var ledger = BudgetLedger(BudgetLimits(.standard))
        var refused = 0
        for number in 0..<10_000
        where rule({ try ledger.take(.requests, holder: "\(number)", at: 1) }) == .busy {
            refused += 1
        }
        #expect(refused == 10_000 - BudgetLedger.holdersMax)
        #expect(ledger.holderCount == BudgetLedger.holdersMax)
        // Who was there first is still served, and a day later so are others.
        #expect(rule { try ledger.take(.requests, holder: "0", at: 2) } == nil)
        #expect(rule { try ledger.take(.requests, holder: "x", at: 86_400_003) } == nil)
    }

    @Test func bytesAreTakenWholeOrNotAtAll() {
        var ledger = BudgetLedger(BudgetLimits(.sensitive))
        #expect(rule { try ledger.take(.busBytes, 262_145, holder: "a", at: 0) } == .budgetSpent)
        #expect(rule { try ledger.take(.busBytes, 262_144, holder: "a", at: 0) } == nil)
        #expect(rule { try ledger.take(.busBytes, 1, holder: "a", at: 0) } == .budgetSpent)
        #expect(rule { try ledger.take(.busBytes, 1, holder: "b", at: 0) } == nil)
        #expect(
            rule { try ledger.take(.busBytes, 1, holder: "a", at: 3_599_999) } == .budgetSpent)
        #expect(rule { try ledger.take(.busBytes, 1, holder: "a", at: 3_900_000) } == nil)
        #expect(rule { try ledger.take(.busBytes, .max, holder: "c", at: 0) } == .budgetSpent)
    }

    @Test func aTaskHasItsBounds() {
        var task = TaskSpending(BudgetLimits(.standard).task, start: 0)
        #expect(rule { try task.take(files: 20, bytes: 1_000_000, at: 600_000) } == nil)
        #expect(rule { try task.take(files: 1, at: 1) } == .budgetSpent)
        #expect(rule { try task.take(bytes: 1, at: 1) } == .budgetSpent)
        #expect(rule { try task.take(at: 600_001) } == .budgetSpent)
        var narrow = TaskSpending(BudgetLimits(.sensitive).task, start: 0)
        #expect(rule { try narrow.take(files: 6, at: 0) } == .budgetSpent)
        #expect(rule { try narrow.take(files: 5, at: 120_000) } == nil)
        #expect(rule { try narrow.take(at: 120_001) } == .budgetSpent)
    }
}
