import Publishing
import TestKit
import Testing

@Suite struct BackoffTests {
    /// The ceilings are 0.5, 1, 2, 4, 8, 16, 30, 30 …; each wait lies in its upper half.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func doublesToItsCeiling(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var backoff = Backoff()
        for ceiling in [0.5, 1, 2, 4, 8, 16, 30, 30, 30] {
            let seconds = backoff.next(using: &generator)
            #expect(seconds <= ceiling)
            #expect(seconds >= max(ceiling / 2, 0.5))
        }
        backoff.reset()
        #expect(backoff.next(using: &generator) == 0.5)
    }
}
