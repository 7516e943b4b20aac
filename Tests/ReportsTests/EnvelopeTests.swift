import Reports
import TestKit
import Testing

@Suite struct EnvelopeTests {
    /// Whatever the length, the cut and the place of the peaks: none is lost, and each lies in the
    /// column of its sample.
    @Test(arguments: [1, 5, 63, 64, 65, 1_000, 12_345])
    func extremeSamplesSurvive(_ count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        var samples = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
        let (peak, trough) = (
            Int.random(in: 0..<count, using: &generator),
            Int.random(in: 0..<count, using: &generator)
        )
        samples[peak] = 50
        samples[trough] = trough == peak ? 50 : -50
        var envelope = Envelope(columnsMax: 64)
        var start = 0
        while start < count {
            let end = min(count, start + Int.random(in: 1...40, using: &generator))
            envelope.append(Array(samples[start..<end]), at: start)
            start = end
        }
        #expect(envelope.columns.count <= 64)
        #expect(envelope.range == samples.min()!...samples.max()!)
        #expect(envelope.columns[peak / envelope.samplesPerColumn]?.high == 50)
        for (index, column) in envelope.columns.enumerated() {
            let first = index * envelope.samplesPerColumn
            let own = samples[first..<min(count, first + envelope.samplesPerColumn)]
            #expect(column?.low == own.min() && column?.high == own.max())
        }
    }

    @Test func aGapStaysAGap() {
        var envelope = Envelope(columnsMax: 8)
        envelope.append([1, 2], at: 0)
        envelope.append([3], at: 12)
        // Two samples a column: 0-1, then nothing, then 12-13.
        #expect(envelope.samplesPerColumn == 2)
        #expect(envelope.columns.map { $0?.high } == [2, nil, nil, nil, nil, nil, 3])
    }

    @Test func whatIsNoNumberIsLeftOut() {
        var envelope = Envelope(columnsMax: 4)
        envelope.append([.nan, .infinity, 1], at: 0)
        #expect(envelope.range == 1...1)
        #expect(Envelope().range == nil)
    }
}
