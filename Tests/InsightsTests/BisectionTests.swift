import Insights
import Testing

@Suite struct BisectionTests {
    @Test(arguments: [0, 1, 2, 49, 99, 100])
    func theLeastForWhichItIsTrue(_ threshold: Int) {
        #expect(Bisection.least(in: 0...100) { $0 >= threshold } == threshold)
    }

    @Test func neverTrueIsNothing() {
        #expect(Bisection.least(in: 0...100) { _ in false } == nil)
    }

    @Test func whatIsAskedFewTimes() {
        var asked = 0
        _ = Bisection.least(in: 0...1_000_000) {
            asked += 1
            return $0 >= 123_456
        }
        #expect(asked <= 25)
    }
}
