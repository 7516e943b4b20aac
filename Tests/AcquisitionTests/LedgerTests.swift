import Acquisition
import Biosignals
import TestKit
import Testing

@Suite struct LedgerTests {
    @Test(arguments: 1...20)
    func theSumIsExact(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var ledger = GapLedger(keeping: 7)
        var truth: [Int: (first: Int, end: Int, delivered: Int)] = [:]
        for _ in 0..<3_000 {
            let channel = Int.random(in: 0..<4, using: &generator)
            let end = truth[channel]?.end ?? 0
            let start = end + Int.random(in: -3..<6, using: &generator)
            let range = start..<start + Int.random(in: 0..<9, using: &generator)
            let cause = Gap.Cause.allCases.randomElement(using: &generator)!
            if Bool.random(using: &generator) {
                ledger.deliver(channel: channel, samples: range)
                var account = truth[channel] ?? (start, start, 0)
                account.delivered += max(0, range.upperBound - max(account.end, start))
                account.end = max(account.end, range.upperBound, start)
                truth[channel] = account
            } else {
                ledger.miss(MissingSamples(channel: channel, samples: range, cause: cause))
                if let account = truth[channel] {
                    truth[channel]!.end = max(account.end, range.upperBound)
                }
            }
            #expect(ledger.entries.count <= 7)
            for (channel, account) in ledger.accounts {
                #expect(account.delivered + account.missingTotal == account.end - account.first)
                #expect(account.delivered == truth[channel]!.delivered)
                #expect(account.first == truth[channel]!.first)
                #expect(account.end == truth[channel]!.end)
            }
        }
        #expect(ledger.accounts.count == 4 && ledger.forgotten > 100)
    }

    @Test func neighboursOfOneCauseAreOne() {
        var ledger = GapLedger()
        ledger.deliver(channel: 0, samples: 10..<20)
        ledger.miss(.init(channel: 0, samples: 20..<25, cause: .lostPackets))
        ledger.miss(.init(channel: 0, samples: 25..<30, cause: .lostPackets))
        ledger.miss(.init(channel: 0, samples: 30..<31, cause: .restart))
        ledger.deliver(channel: 0, samples: 33..<40)
        #expect(
            ledger.entries == [
                .init(channel: 0, samples: 20..<30, cause: .lostPackets),
                .init(channel: 0, samples: 30..<31, cause: .restart),
                .init(channel: 0, samples: 31..<33, cause: .notAvailable),
            ])
        #expect(ledger.accounts[0]?.delivered == 17 && ledger.accounts[0]?.missingTotal == 13)
    }

    @Test func whatMayBeSaid() {
        var ledger = GapLedger()
        #expect(ledger.summary(channel: 0, provesLoss: true) == "no samples")
        ledger.deliver(channel: 0, samples: 0..<100)
        #expect(ledger.summary(channel: 0, provesLoss: true) == "no gaps")
        #expect(ledger.summary(channel: 0, provesLoss: false) == "no gap detected")
        ledger.miss(.init(channel: 0, samples: 100..<103, cause: .suspected))
        ledger.finish(channel: 0, at: 110, because: .unplugged)
        #expect(
            ledger.summary(channel: 0, provesLoss: false)
                == "10 of 110 samples missing: 7 while unplugged, 3 suspected from their timing")
    }

    @Test func aChannelThatHasNotBegunLacksNothing() {
        var ledger = GapLedger()
        ledger.miss(.init(channel: 3, samples: 0..<10, cause: .silent))
        ledger.finish(channel: 3, at: 10, because: .silent)
        #expect(ledger.accounts.isEmpty && ledger.entries.isEmpty)
        ledger.begin(channel: 3, at: 5)
        ledger.finish(channel: 3, at: 10, because: .silent)
        #expect(ledger.accounts[3]?.missing == [.silent: 5])
    }

    @Test func samplesThatComeTwiceCountOnce() {
        var ledger = GapLedger()
        ledger.deliver(channel: 0, samples: 0..<10)
        ledger.deliver(channel: 0, samples: 4..<12)
        #expect(ledger.accounts[0]?.delivered == 12 && ledger.accounts[0]?.repeated == 6)
    }
}
