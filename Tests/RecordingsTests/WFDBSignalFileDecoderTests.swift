import Biosignals
import Recordings
import TestKit
import Testing

@Suite struct WFDBSignalFileDecoderTests {
    /// Largest negative value of each format, the invalid mark.
    private static let marks: [String: Int] = [
        "golden_16": -32_768, "golden_212": -2_048, "golden_80": -128, "golden_24": -8_388_608,
        "golden_32": -2_147_483_648, "golden_61": -32_768, "golden_160": -32_768,
        "golden_310": -512, "golden_311": -512, "golden_multi": -32_768, "golden_skew": -32_768,
        "golden_8": .min,
    ]

    /// Decodes all files of a record, each in pieces of `size` bytes.
    private func decode(
        _ record: String, pieces size: Int, rawCounts: Bool
    ) throws -> (plan: WFDBChannelPlan, blocks: [SignalBlock]) {
        let header = try WFDBHeader(parsing: Golden.bytes(record + ".hea"), file: record)
        let plan = try WFDBChannelPlan(
            record: header, layout: header, hints: RecordingHints(), file: record)
        var blocks: [SignalBlock] = []
        for (file, feeds) in try plan.files(of: header, segmentFile: record) {
            let raw = feeds.map {
                WFDBSignalFeed(signal: $0.signal, channel: $0.channel, scale: nil)
            }
            var decoder = WFDBSignalFileDecoder(
                signals: rawCounts ? raw : feeds, frames: header.length, file: file)
            let offset = feeds[0].signal.byteOffset
            var bytes = try Golden.bytes(file).dropFirst(offset)
            while !bytes.isEmpty {
                decoder.decode(Array(bytes.prefix(size)), into: &blocks)
                bytes = bytes.dropFirst(size)
            }
            try decoder.finish(into: &blocks)
        }
        return (plan, blocks)
    }

    @Test(arguments: marks.keys.sorted(), [1, 2, 7, 64, 100_000])
    func agreesWithTheReferenceHoweverCut(_ record: String, pieces: Int) throws {
        let expected = try Golden.signals(record)
        let (_, blocks) = try decode(record, pieces: pieces, rawCounts: true)
        let found = assembled(blocks, channels: expected.count)
        for (channel, signal) in expected.enumerated() {
            var valid: [Int: Double] = [:]
            for (index, value) in signal.enumerated() where value != Self.marks[record] {
                valid[index] = Double(value)
            }
            #expect(found[channel] == valid, "channel \(channel)")
        }
    }

    @Test func scalesToPhysicalUnits() throws {
        let digital = try Golden.signals("golden_16")
        let (plan, blocks) = try decode("golden_16", pieces: 100_000, rawCounts: false)
        #expect(plan.channels.map(\.unit) == [.millivolt, .microsiemens, .counts])
        #expect(plan.channels.map(\.role) == [.ecg, .eda, .ppg])
        #expect(plan.channels[1].expectedCount == 61)
        let found = assembled(blocks, channels: 3)
        #expect(found[0][3] == Double(digital[0][3]) / 200)
        #expect(found[1][3] == (Double(digital[1][3]) + 5) / 100)
        #expect(found[1][10] == nil && found[1][13] == nil && found[1][14] != nil)
        // NU is no unit that measures are computed in: the values are in NU all the same.
        #expect(found[2][3] == (Double(digital[2][3]) - 7) / 50.5)
        #expect(plan.channels[2].statedUnit == "NU")
    }

    @Test func invalidSamplesSplitBlocks() throws {
        let (_, blocks) = try decode("golden_16", pieces: 100_000, rawCounts: true)
        let ranges = blocks.filter { $0.channel == 1 }.map { $0.start..<$0.end }
        #expect(ranges == [0..<10, 14..<61])
    }

    private func feed(_ change: (inout WFDBSignal) -> Void = { _ in }) -> WFDBSignalFeed {
        var signal = WFDBSignal(file: "a.dat", format: .int16, gain: 1, name: "A")
        change(&signal)
        return WFDBSignalFeed(signal: signal, channel: 0, scale: nil)
    }

    private func outcome(
        _ bytes: [UInt8], frames: Int?, _ feeds: [WFDBSignalFeed]
    ) -> (samples: [Double], error: RecordingError?) {
        var decoder = WFDBSignalFileDecoder(signals: feeds, frames: frames, file: "a.dat")
        var blocks: [SignalBlock] = []
        decoder.decode(bytes, into: &blocks)
        do {
            try decoder.finish(into: &blocks)
            return (blocks.flatMap(\.samples), nil)
        } catch {
            return (blocks.flatMap(\.samples), error)
        }
    }

    @Test func truncatedFileDeliversWhatIsThere() {
        let found = outcome([1, 0, 2, 0, 3], frames: 4, [feed()])
        #expect(found.samples == [1, 2])
        #expect(
            found.error?.description
                == "Cannot trust the signal file (a.dat, sample 2): it ends after 2 samples, "
                + "the header promises 4. Copy the file again, or correct the length in the header."
        )
    }

    @Test func longerFileDeliversThePromisedSamples() {
        let found = outcome([1, 0, 2, 0, 3, 0], frames: 2, [feed()])
        #expect(found.samples == [1, 2])
        #expect(found.error?.problem == .longerThanPromised(promised: 2))
    }

    @Test func paddingIsNoLie() {
        #expect(outcome([1, 0, 2, 0, 0, 0, 0, 0x80, 0, 0], frames: 2, [feed()]).error == nil)
        let padded = feed { $0.blockSize = 512 }
        #expect(outcome([1, 0, 2, 0, 9, 9], frames: 2, [padded]).error == nil)
    }

    @Test func unknownLengthReadsToTheEnd() {
        #expect(outcome([1, 0, 2, 0], frames: nil, [feed()]).samples == [1, 2])
        let torn = outcome([1, 0, 2], frames: nil, [feed()])
        #expect(torn.samples == [1])
        #expect(torn.error?.problem == .truncated(found: 1, promised: nil))
    }

    @Test func checksumIsVerified() {
        let right = feed { $0.checksum = 3 }
        #expect(outcome([1, 0, 2, 0], frames: 2, [right]).error == nil)
        let wrong = outcome([1, 0, 2, 0], frames: 2, [feed { $0.checksum = 4 }])
        #expect(wrong.samples == [1, 2])
        #expect(
            wrong.error?.description
                == "Cannot trust the signal file (a.dat): the checksum of \"A\" is 3, the header "
                + "says 4. Copy the file again, or correct the checksum in the header.")
    }

    /// −1 + −1 = −2, which a header may write as 65534.
    @Test func checksumMayBeWrittenUnsigned() {
        let signed = feed { $0.checksum = 65_534 }
        #expect(outcome([255, 255, 255, 255], frames: 2, [signed]).error == nil)
    }

    @Test func skewShiftsAndLeavesAGapAtTheEnd() {
        let late = feed { $0.skew = 1 }
        var decoder = WFDBSignalFileDecoder(
            signals: [late], firstFrame: 10, frames: 3, file: "a.dat")
        var blocks: [SignalBlock] = []
        decoder.decode([1, 0, 2, 0, 3, 0], into: &blocks)
        #expect(blocks == [SignalBlock(channel: 0, start: 10, samples: [2, 3])])
    }
}
