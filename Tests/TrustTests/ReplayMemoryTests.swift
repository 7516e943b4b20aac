import TestKit
import Testing

@testable import Trust

@Suite struct ReplayMemoryTests {
    private func take(
        _ memory: inout ReplayMemory, _ id: String, holder: String = "a", at second: Int64 = 0,
        said: Int64? = nil
    ) -> Rule? {
        rule {
            try memory.take(
                holder: holder, id: id, timeMilliseconds: (Family.now + (said ?? second)) * 1_000,
                at: Family.clock(second))
        }
    }

    @Test("T10 a message said again is refused, for as long as its time would do")
    func again() {
        var memory = ReplayMemory()
        #expect(take(&memory, "x") == nil)
        for second in 0...60 as ClosedRange<Int64> {
            #expect(take(&memory, "x", at: second, said: 0) == .replayed)
        }
        #expect(take(&memory, "x", at: 61, said: 0) == .stale)
        // A time from a minute ahead can be said again for two minutes.
        #expect(take(&memory, "y", at: 0, said: 60) == nil)
        #expect(take(&memory, "y", at: 120, said: 60) == .replayed)
        #expect(take(&memory, "y", at: 121, said: 60) == .stale)
        #expect(take(&memory, "z", at: 0, said: 61) == .stale)
        #expect(take(&memory, "z", at: 0, said: -61) == .stale)
        #expect(take(&memory, "x", holder: "b") == nil)
    }

    @Test("T10 the same id under another time is the same message")
    func otherTime() {
        var memory = ReplayMemory()
        #expect(take(&memory, "x", said: 0) == nil)
        #expect(take(&memory, "x", said: 30) == .replayed)
        #expect(take(&memory, "x", said: -59) == .replayed)
    }

    @Test("T10 a flood of 5,000 and then the message again: it is refused, nothing was flushed")
    func flood() {
        var memory = ReplayMemory()
        #expect(take(&memory, "first") == nil)
        var refused = 0
        for number in 0..<5_000 where take(&memory, "\(number)") == .busy { refused += 1 }
        #expect(refused == 5_000 - (ReplayMemory.countMax - 1))
        #expect(memory.count == ReplayMemory.countMax)
        #expect(take(&memory, "first") == .replayed)
        #expect(take(&memory, "0") == .replayed)
        // Another holder is not kept out by it.
        #expect(take(&memory, "first", holder: "b") == nil)
        // With time there is room again, and what is too old is refused by its time.
        #expect(take(&memory, "new", at: 121) == nil)
        #expect(memory.count == 2)
        #expect(take(&memory, "first", at: 121, said: 0) == .stale)
    }

    @Test("T10 a flood of senders is refused, nobody is pushed out")
    func senders() {
        var memory = ReplayMemory()
        for number in 0..<ReplayMemory.holdersMax {
            #expect(take(&memory, "x", holder: "\(number)") == nil)
        }
        #expect(take(&memory, "x", holder: "more") == .busy)
        #expect(take(&memory, "x", holder: "0") == .replayed)
        #expect(take(&memory, "x", holder: "more", at: 121) == nil)
    }

    @Test("T15 without a trusted clock nothing counts as new")
    func clock() {
        var memory = ReplayMemory()
        #expect(
            rule {
                try memory.take(
                    holder: "a", id: "x", timeMilliseconds: 0,
                    at: ClockReading(milliseconds: 0, distrust: .notSynchronised))
            } == .clockUntrusted)
        #expect(
            rule {
                try memory.take(
                    holder: "a", id: "x", timeMilliseconds: .min, at: Family.clock())
            } == .stale)
    }
}
