import Biosignals
import TestKit
import Testing

@testable import Recordings

/// Whole EDF bytes through header, plan and decoder, record by record.
func decodedEDF(
    _ bytes: [UInt8], file: String = "a.edf"
) throws -> (plan: EDFChannelPlan, blocks: [SignalBlock], annotations: [EDFAnnotation]) {
    let header = try EDFHeader(parsing: bytes, file: file)
    let plan = try EDFChannelPlan(header: header, file: file)
    var decoder = EDFDecoder(header: header, plan: plan, file: file)
    var blocks: [SignalBlock] = []
    var annotations: [EDFAnnotation] = []
    let width = header.format.sampleBytes
    var start = header.byteCount
    while start + header.recordBytes <= bytes.count {
        var parts: [ArraySlice<UInt8>] = []
        var offset = start
        for signal in header.signals {
            parts.append(bytes[offset..<(offset + signal.samplesPerRecord * width)])
            offset += signal.samplesPerRecord * width
        }
        try decoder.beginRecord(
            plan.annotationSignals.map { parts[$0] }, annotations: &annotations)
        for (channel, signal) in plan.signals.enumerated() {
            Array(parts[signal]).withUnsafeBytes {
                decoder.decode($0, of: channel, into: &blocks)
            }
        }
        start = offset
    }
    decoder.flush(into: &blocks)
    return (plan, blocks, annotations)
}

@Suite struct EDFDecoderTests {
    private func failure(_ draft: EDFDraft) -> String? {
        do {
            _ = try decodedEDF(draft.bytes)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func recordsFollowEachOther() throws {
        var draft = EDFDraft()
        draft.add([10_000, -20_000, 5], "+0\u{14}\u{14}\0")
        draft.add([1, 2, 3], "+1\u{14}\u{14}\0")
        let found = try decodedEDF(draft.bytes)
        #expect(
            found.blocks == [
                SignalBlock(channel: 0, start: 0, samples: [1, -2, 0.0005, 1e-4, 2e-4, 3e-4])
            ])
        #expect(found.annotations.isEmpty)
    }

    @Test func aPauseOfADiscontinuousFileIsAGap() throws {
        var draft = EDFDraft()
        draft.reserved = "EDF+D"
        draft.add([1, 2, 3], "+0.5\u{14}\u{14}\0")
        draft.add([4, 5, 6], "+11.5\u{14}\u{14}\0")
        let blocks = try decodedEDF(draft.bytes).blocks
        // 11 s later at 3 Hz: sample 33.
        #expect(blocks.map(\.start) == [0, 33])
        draft.reserved = "EDF+C"
        #expect(try decodedEDF(draft.bytes).blocks.map(\.start) == [0])
    }

    @Test func aStoredNumberOutsideTheRangeIsAMissingSample() throws {
        var draft = EDFDraft()
        draft.add([1, -32_768, 3], "+0\u{14}\u{14}\0")
        #expect(try decodedEDF(draft.bytes).blocks.map(\.start) == [0, 2])
        draft.signals[0][5] = "-32768"
        #expect(try decodedEDF(draft.bytes).blocks.map(\.samples.count) == [3])
    }

    @Test func annotationsHaveOnsetDurationAndTexts() throws {
        let bytes = Array(
            "+0\u{14}\u{14}first\u{14}\0-1.5\u{15}2\u{14}a\u{14}b\u{14}\0bad\u{14}\0+x\u{14}y\u{14}\0\0\0"
                .utf8)
        let list = EDFAnnotationList(parsing: bytes)
        #expect(list.recordOnset == 0 && list.damaged == 2)
        #expect(
            list.annotations == [
                EDFAnnotation(onset: 0, text: "first"),
                EDFAnnotation(onset: -1.5, duration: 2, text: "a"),
                EDFAnnotation(onset: -1.5, duration: 2, text: "b"),
            ])
    }

    @Test func annotationsComeBackAsTheyWere() {
        let notes = [
            EDFAnnotation(onset: 0.25, text: "beat"),
            EDFAnnotation(onset: 86_399.123_456, duration: 0.5, text: "µ\u{14}ok\nline"),
            EDFAnnotation(onset: -0.001, duration: 0, text: "before"),
        ]
        let bytes = notes.flatMap { EDFAnnotationList.bytes($0) }
        let back = EDFAnnotationList(parsing: bytes, isFirst: false)
        #expect(back.damaged == 0 && back.recordOnset == nil)
        #expect(back.annotations.map(\.onset) == notes.map(\.onset))
        #expect(back.annotations.map(\.duration) == notes.map(\.duration))
        #expect(back.annotations.map(\.text) == ["beat", "µ ok line", "before"])
    }

    @Test func aDiscontinuousFileMustTellItsTime() {
        var draft = EDFDraft()
        draft.reserved = "EDF+D"
        draft.add([1, 2, 3], "+0\u{14}\u{14}\0")
        draft.add([1, 2, 3], "")
        #expect(
            failure(draft)
                == "Cannot read on in the EDF file (a.edf, byte 790): data record 2 of a "
                + "discontinuous file does not say when it begins. Repair the file with an EDF "
                + "editor; what comes before was read.")
        draft = EDFDraft()
        draft.reserved = "EDF+D"
        draft.add([1, 2, 3], "+5\u{14}\u{14}\0")
        draft.add([1, 2, 3], "+5.1\u{14}\u{14}\0")
        #expect(
            failure(draft)
                == "Cannot read on in the EDF file (a.edf, byte 790): data record 2 begins before "
                + "the one before it ends. Repair the file with an EDF editor; what comes before "
                + "was read.")
    }

    /// Seeded damage: nothing crashes, and what comes out stays in bounds.
    @Test func damageIsSurvived() throws {
        var draft = EDFDraft()
        draft.reserved = "EDF+D"
        for record in 0..<4 {
            draft.add([1, -32_768, 3], "+\(record * 2)\u{14}\u{14}\0")
        }
        var random = SeededGenerator(seed: 7)
        var sound = 0
        for round in 0..<1_500 {
            var bytes = draft.bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place =
                    round % 2 == 0
                    ? Int.random(in: 0..<bytes.count, using: &random)
                    : Int.random(in: 160..<min(768, bytes.count), using: &random)
                let digits = Array("0123456789-. \u{14}\0".utf8)
                bytes[place] =
                    Bool.random(using: &random)
                    ? .random(in: .min ... .max, using: &random)
                    : digits[Int.random(in: 0..<digits.count, using: &random)]
            }
            if round % 5 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            do {
                let found = try decodedEDF(bytes)
                sound += 1
                let count = found.blocks.reduce(0) { $0 + $1.samples.count }
                #expect(count <= bytes.count)
                #expect(
                    found.blocks.allSatisfy { $0.start >= 0 && $0.samples.allSatisfy(\.isFinite) })
            } catch {
                #expect(!"\(error)".contains("\n"))
            }
        }
        #expect(sound > 100)
    }
}
