import Testing

@testable import Agent

struct TraceRingTests {
    /// One sample of thousands stands out up and down, however narrow the picture.
    @Test(arguments: [2, 7, 40, 160, 1_024, 3_000])
    func noPeakIsSkipped(_ columns: Int) {
        var ring = TraceRing(span: 8)
        var values = [Double?](repeating: 0, count: 7_900)
        (values[3_777], values[5_123]) = (5, -7)
        ring.append(at: 0, step: 0.001, values)
        let shown = ring.columns(columns, sweeps: false).compactMap(\.self)
        #expect(shown.map(\.upperBound).max() == 5)
        #expect(shown.map(\.lowerBound).min() == -7)
    }

    @Test func aGapStaysEmptyAndIsCrossedByNoLine() {
        var ring = TraceRing(span: 8)
        // Eight columns of a second; 1 until 3 s, nothing for two seconds, then 9.
        ring.append(at: 0, step: 0.1, Array(repeating: 1, count: 30))
        ring.append(at: 5, step: 0.1, Array(repeating: 9, count: 29))
        let shown = ring.columns(8, sweeps: false).compactMap(\.self)
        #expect(shown.allSatisfy { $0 == 1...1 || $0 == 9...9 })
        var nulls = TraceRing(span: 8)
        nulls.append(at: 0, step: 1, [1, nil, 9])
        #expect(nulls.columns(8, sweeps: false).compactMap(\.self) == [1...1, 9...9])
    }

    /// The newest point runs to the right edge and begins again at the left; ahead of it is a gap,
    /// and behind that what was a lap ago.
    @Test func itSweeps() {
        var ring = TraceRing(span: 8)
        ring.append(at: 0, step: 0.25, Array(repeating: 1, count: 32))
        ring.append(at: 8, step: 0.25, Array(repeating: 2, count: 8))
        let shown = ring.columns(80)
        #expect(shown[5] == 2...2)
        #expect(shown[18] == nil, "the gap")
        #expect(shown[40] == 1...1)
        #expect(shown[70] == 1...1)
    }

    /// Slow points are joined by a line: no column between them is empty.
    @Test func aSlowSignalIsALine() {
        var ring = TraceRing(span: 40)
        ring.append(at: 0, step: 10, [0, 10, 0, 10])
        let shown = ring.columns(400).prefix(290)
        #expect(shown.allSatisfy { $0 != nil })
        #expect(abs((shown[50]?.upperBound ?? 0) - 5.1) < 0.15)
    }

    @Test func whatBeginsBeforeBeginsAnew() {
        var ring = TraceRing(span: 8)
        ring.append(at: 100, step: 0.1, Array(repeating: 7, count: 10))
        ring.append(at: 3, step: 0.1, Array(repeating: 1, count: 10))
        #expect(ring.extremes == 1...1)
        ring.append(at: .nan, step: 0.1, [4])
        ring.append(at: 1e300, step: 0.1, [4])
        ring.append(at: 5, step: -1, [4])
        ring.append(at: -50, step: 0.1, [4])
        #expect(ring.extremes == nil)
        ring.append(at: 60, step: 0.1, [.infinity, 2])
        #expect(ring.extremes == 2...2)
    }

    /// However the points are cut.
    @Test func cutsMakeNoDifference() {
        let values = (0..<4_000).map { Double?(Double($0 % 97)) }
        var whole = TraceRing(span: 8)
        whole.append(at: 0, step: 0.0078125, values)
        var pieced = TraceRing(span: 8)
        for start in stride(from: 0, to: values.count, by: 13) {
            pieced.append(
                at: Double(start) * 0.0078125, step: 0.0078125,
                Array(values[start..<min(start + 13, values.count)]))
        }
        #expect(whole == pieced)
    }
}
