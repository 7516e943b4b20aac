import Testing

@testable import Agent

@Suite struct DropTellerTests {
    @Test func aFloodIsOneSentenceAMinute() {
        var teller = DropTeller()
        #expect(
            teller.note(3, on: "a", at: 10)
                == "3 requests on a came faster than they can be refused. Further ones are told at "
                + "most once a minute.")
        for tick in 1...59 { #expect(teller.note(2, on: "a", at: 10 + Double(tick)) == nil) }
        // Another subject is another matter.
        #expect(teller.note(1, on: "b", at: 20)?.hasPrefix("1 requests on b ") == true)
        // What was held back is in the next number: 59 times 2 and 5.
        #expect(teller.note(5, on: "a", at: 70)?.hasPrefix("123 requests on a ") == true)
        #expect(teller.note(1, on: "a", at: 71) == nil)
    }
}
