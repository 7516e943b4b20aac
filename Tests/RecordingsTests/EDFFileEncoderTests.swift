import Biosignals
import TestKit
import Testing

@testable import Recordings

@Suite struct EDFFileEncoderTests {
    private func channel(
        _ name: String, rate: Double, unit: ChannelUnit = .millivolt, scale: DigitalScale
    ) -> Channel {
        Channel(
            name: name, role: nil, unit: unit, unitText: unit.symbol, rate: Hertz(rate),
            scale: scale)
    }

    /// Seeded signals of random scales, rates and gaps come back bit for bit.
    @Test(arguments: 0..<12)
    func whatIsWrittenIsReadBack(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let format: EDFFormat = seed % 3 == 0 ? .bdf : .edf
        let gains: [Double] = [200.0, 1_000, 1_000.5, 3, 0.01, 16_384.0 / 3, -50]
        let rates: [[Double]] = [
            [250.0, 4, 125], [1_000.0 / 14, 1_000.0 / 7], [62.5, 1], [0.5, 128],
        ]
        let chosen = rates[seed % rates.count]
        let channels = chosen.map { rate in
            channel(
                "s\(Int(rate))", rate: rate,
                scale: DigitalScale(
                    gain: gains.randomElement(using: &random) ?? 1,
                    baseline: Double(Int.random(in: -300...300, using: &random))))
        }
        let frame = try #require(RecordFrame(recordFor: channels.map(\.rate)))
        #expect(frame.isExact)
        let start = UTCTime(millisecondsSince1970: 1_790_000_000_250)
        let records = [0..<2, 5..<7]
        let notes = [
            EDFAnnotation(onset: 0.125, text: "beat"),
            EDFAnnotation(onset: frame.seconds * 3, duration: 1.5, text: "gap"),
        ]
        let sheet = EDFAnnotationSheet(
            notes, records: records, frame: frame, start: start, format: format)
        var encoder = try #require(
            EDFFileEncoder(
                format: format,
                channels: channels.map {
                    .init(channel: $0, scale: $0.scale, used: -20_000...20_000)
                }, frame: frame, start: start, annotationBytes: sheet.bytesPerRecord))
        var body: [UInt8] = []
        var written = channels.map { _ in [Int: Int32]() }
        for record in records.joined() {
            let samples = channels.indices.map { index in
                (0..<frame.samples[index]).map { offset -> Int32? in
                    guard Int.random(in: 0..<10, using: &random) > 0 else { return nil }
                    let value = Int32.random(in: -20_000...20_000, using: &random)
                    written[index][record * frame.samples[index] + offset] = value
                    return value
                }
            }
            body += encoder.encode(
                index: record, samples: samples, annotations: sheet.bytes(of: record))
        }
        let found = try decodedEDF(encoder.headerBytes + body)
        #expect(encoder.recordCount == 4)
        #expect(found.plan.channels.map(\.name) == channels.map(\.name))
        let back = assembled(found.blocks, channels: channels.count)
        for index in channels.indices {
            let (told, meant) = (found.plan.channels[index].scale, channels[index].scale)
            #expect(told == meant)
            #expect(abs(found.plan.channels[index].rate.value / chosen[index] - 1) < 1e-12)
            #expect(back[index].mapValues { told.digital($0) } == written[index])
            #expect(back[index].allSatisfy { meant.value(written[index][$0.key] ?? 0) == $0.value })
        }
        #expect(found.annotations.map(\.text) == ["beat", "gap"])
        #expect(found.annotations.first?.onset == 0.375)
        let header = try EDFHeader(parsing: encoder.headerBytes, file: "a")
        #expect(
            header.continuity == .discontinuous
                && header.start?.millisecondsSince1970 == 1_790_000_000_000)
    }

    /// A header that a run which died left behind is that of an unfinished file.
    @Test func theFirstHeaderPromisesNothing() throws {
        let frame = try #require(RecordFrame(recordFor: [100]))
        let encoder = try #require(
            EDFFileEncoder(
                format: .edf,
                channels: [
                    .init(
                        channel: channel("a", rate: 100, scale: .identity), scale: .identity,
                        used: 0...1)
                ], frame: frame, start: nil, annotationBytes: 40))
        let header = try EDFHeader(parsing: encoder.headerBytes, file: "a")
        #expect(header.recordCount == nil && header.start == nil)
    }

    @Test func valuesBeyondTheRangeAreItsEnds() throws {
        let frame = try #require(RecordFrame(recordFor: [2]))
        var encoder = try #require(
            EDFFileEncoder(
                format: .edf,
                channels: [
                    .init(
                        channel: channel("a", rate: 2, unit: .counts, scale: .identity),
                        scale: .identity, used: 0...1)
                ], frame: frame, start: nil, annotationBytes: 40))
        let record = encoder.encode(index: 0, samples: [[1 << 20, -(1 << 20)]], annotations: [])
        let found = try decodedEDF(encoder.headerBytes + record)
        #expect(found.blocks.map(\.samples) == [[32_767, -32_767]])
    }
}
