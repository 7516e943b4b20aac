import Testing

@testable import Biosignals

@Suite struct OrderStatisticsTests {
    @Test func byHand() {
        #expect(OrderStatistics.median([3, 1, 2]) == 2)
        #expect(OrderStatistics.median([4, 1, 3, 2]) == 2.5)
        #expect(OrderStatistics.median([0.1]) == 0.1)
        #expect(OrderStatistics.median([]) == nil)
        // 0.9 · 4 = 3.6: six tenths of the way from 4 to 10.
        #expect(OrderStatistics.quantile(0.9, sorted: [1, 2, 3, 4, 10]) == 4 + 0.6 * 6)
        #expect(OrderStatistics.quantile(0, sorted: [1, 5]) == 1)
        #expect(OrderStatistics.quantile(1, sorted: [1, 5]) == 5)
        #expect(OrderStatistics.quantile(7, sorted: [1, 5]) == 5)
        #expect(OrderStatistics.quantile(0.5, sorted: []) == nil)
    }

    @Test func theMedianIsTheMiddleQuantile() {
        for count in 1...9 {
            let values = (0..<count).map { Double($0 * $0) }
            #expect(
                OrderStatistics.median(values) == OrderStatistics.quantile(0.5, sorted: values))
        }
    }
}
