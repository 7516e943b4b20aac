import Biosignals
import Recordings
import TestKit
import Testing

@Suite struct WFDBSignalFileEncoderTests {
    @Test(arguments: [WFDBSignalFileEncoder.Format.int16, .int24, .int32, .packed12], [1, 5])
    func decoderReadsWhatEncoderWrote(_ format: WFDBSignalFileEncoder.Format, frames: Int) throws {
        var random = SeededGenerator(seed: 7)
        let fast: [Int32?] = (0..<(3 * frames)).map { _ in
            .random(in: -2_047...2_047, using: &random)
        }
        var slow: [Int32?] = (0..<frames).map { _ in .random(in: -2_047...2_047, using: &random) }
        if frames > 1 { slow[1] = nil }
        var encoder = WFDBSignalFileEncoder(format: format, samplesPerFrame: [3, 1])
        var bytes = encoder.encode([Array(fast.prefix(3)), Array(slow.prefix(1))])
        bytes += encoder.encode([Array(fast.dropFirst(3)), Array(slow.dropFirst(1))])
        bytes += encoder.finish()
        #expect(encoder.frames == frames)

        let feeds = encoder.summaries.enumerated().map { index, summary in
            var signal = WFDBSignal(
                file: "w.dat", format: format.format, name: "s\(index)")
            signal.samplesPerFrame = [3, 1][index]
            signal.checksum = Int(summary.checksum)
            return WFDBSignalFeed(signal: signal, channel: index, scale: nil)
        }
        #expect(encoder.summaries[0].initialValue == fast[0])
        var decoder = WFDBSignalFileDecoder(signals: feeds, frames: frames, file: "w.dat")
        var blocks: [SignalBlock] = []
        decoder.decode(bytes, into: &blocks)
        try decoder.finish(into: &blocks)
        let found = assembled(blocks, channels: 2)
        for (channel, signal) in [fast, slow].enumerated() {
            for (index, value) in signal.enumerated() {
                #expect(found[channel][index] == value.map { Double($0) })
            }
        }
    }

    @Test func headerTakesOverWhatTheEncoderKnows() {
        var header = WFDBHeader(name: "w", rate: 100, length: nil)
        header.signals = [
            WFDBSignal(file: "a.dat", format: .int16, name: "A"),
            WFDBSignal(file: "w.dat", format: .int16, gain: 200, name: "ECG"),
        ]
        var encoder = WFDBSignalFileEncoder(format: .int16, samplesPerFrame: [1])
        _ = encoder.encode([[5, -7, 1]])
        header.complete(file: "w.dat", from: encoder)
        #expect(
            header.text
                == "w 2 100 3\na.dat 16\nw.dat 16 200(0)/mV 0 0 5 -1 0 ECG\n")
    }

    @Test(arguments: [WFDBSignalFileEncoder.Format.int16, .int24, .int32])
    func extremesAndMissingSamplesComeBack(_ format: WFDBSignalFileEncoder.Format) throws {
        let values: [Int32?] = [format.range.lowerBound, nil, -1, 0, format.range.upperBound]
        var encoder = WFDBSignalFileEncoder(format: format, samplesPerFrame: [1])
        let bytes = encoder.encode([values])
        var signal = WFDBSignal(file: "w.dat", format: format.format, name: "s")
        signal.checksum = Int(encoder.summaries[0].checksum)
        let feed = WFDBSignalFeed(signal: signal, channel: 0, scale: nil)
        var decoder = WFDBSignalFileDecoder(signals: [feed], frames: 5, file: "w.dat")
        var blocks: [SignalBlock] = []
        decoder.decode(bytes, into: &blocks)
        try decoder.finish(into: &blocks)
        let found = assembled(blocks, channels: 1)[0]
        #expect(values.indices.map { found[$0] } == values.map { $0.map { Double($0) } })
    }

    /// A scan of the bytes knows what their encoder knew, however they are cut.
    @Test(arguments: [WFDBSignalFileEncoder.Format.int16, .int24, .int32], [1, 7, 1_000])
    func scanKnowsWhatTheEncoderKnew(_ format: WFDBSignalFileEncoder.Format, cut: Int) {
        var random = SeededGenerator(seed: 3)
        var encoder = WFDBSignalFileEncoder(format: format, samplesPerFrame: [2, 1])
        let values = (0..<60).map { _ in
            Int32.random(in: -30_000...30_000, using: &random) as Int32?
        }
        let bytes = encoder.encode([values, Array(values.prefix(30))])
        var signals = (0..<2).map { _ in
            WFDBSignal(file: "w.dat", format: format.format, name: "s")
        }
        signals[0].samplesPerFrame = 2
        var scanner = WFDBSignalFileScanner(signals: signals)
        for start in stride(from: 0, to: bytes.count, by: cut) {
            scanner.scan(Array(bytes[start..<min(start + cut, bytes.count)]))
        }
        scanner.scan([1])
        #expect(scanner.frames == 30 && scanner.summaries == encoder.summaries)
    }

    @Test func packsTwoSamplesByHand() {
        // 0x123 and −1 (0xFFF): low byte of the first, both high nibbles, low byte of the second.
        var encoder = WFDBSignalFileEncoder(format: .packed12, samplesPerFrame: [1, 1])
        #expect(encoder.encode([[0x123], [-1]]) == [0x23, 0xF1, 0xFF])
    }

    @Test func valuesBeyondTheRangeAreClipped() {
        var encoder = WFDBSignalFileEncoder(format: .int16, samplesPerFrame: [1])
        #expect(encoder.encode([[40_000, -40_000]]) == [0xFF, 0x7F, 0x01, 0x80])
    }
}
