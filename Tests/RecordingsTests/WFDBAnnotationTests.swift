import Recordings
import TestKit
import Testing

@Suite struct WFDBAnnotationTests {
    private func decode(
        _ bytes: [UInt8], _ chunks: [Range<Int>]
    ) throws -> (annotations: [WFDBAnnotation], ticksPerSecond: Double?) {
        var decoder = WFDBAnnotationDecoder(file: "a.atr")
        var annotations: [WFDBAnnotation] = []
        for chunk in chunks { try decoder.decode(bytes[chunk], into: &annotations) }
        try decoder.finish(into: &annotations)
        return (annotations, decoder.ticksPerSecond)
    }

    private func fromReference() throws -> [WFDBAnnotation] {
        try Golden.annotations().map { golden in
            let symbol = try #require(golden.symbol.first)
            return WFDBAnnotation(
                time: golden.time, code: try #require(WFDBAnnotationCode(symbol: symbol)),
                subtype: golden.subtype, channel: golden.channel, number: golden.number,
                aux: Array(golden.aux.utf8))
        }
    }

    @Test(arguments: 0..<4) func agreesWithTheReferenceHoweverCut(_ way: Int) throws {
        let bytes = try Golden.bytes("golden_ann.atr")
        let found = try decode(bytes, chunkings(of: bytes.count)[way])
        #expect(found.annotations == (try fromReference()))
        #expect(found.ticksPerSecond == 360)
    }

    @Test func encodesWhatItDecodes() throws {
        let annotations = try fromReference()
        var encoder = WFDBAnnotationEncoder()
        let bytes =
            encoder.encode(Array(annotations.prefix(3)))
            + encoder.encode(Array(annotations.dropFirst(3))) + encoder.finish()
        #expect(try decode(bytes, [0..<bytes.count]).annotations == annotations)
    }

    /// Code 1 (N) is 1 << 10 = 0x0400; 18 more is 0x0412, low byte first.
    @Test func firstWordByHand() {
        var encoder = WFDBAnnotationEncoder()
        #expect(encoder.encode([WFDBAnnotation(time: 18, code: .normal)]) == [0x12, 0x04])
    }

    @Test func tornAnnotationIsAnErrorAfterTheSoundOnes() throws {
        let bytes = try Golden.bytes("golden_ann.atr")
        var decoder = WFDBAnnotationDecoder(file: "a.atr")
        var annotations: [WFDBAnnotation] = []
        try decoder.decode([0x12, 0x04, 0x05], into: &annotations)
        #expect {
            try decoder.finish(into: &annotations)
        } throws: {
            "\($0)"
                == "Cannot read the annotation file (a.atr, byte 2): it ends within an annotation. "
                + "Copy the file again."
        }
        #expect(annotations == [WFDBAnnotation(time: 18, code: .normal)])
        #expect(bytes.count > 3)
    }

    @Test func knowsBeatsFromOtherMarks() {
        let beats = "NLRaVFJASEj/QBenf?r".compactMap { WFDBAnnotationCode(symbol: $0) }
        #expect(beats.count == 19 && beats.allSatisfy(\.isBeat))
        let others = "~|sT*D\"=p^t+u![]@x()".compactMap { WFDBAnnotationCode(symbol: $0) }
        #expect(others.count == 20 && !others.contains(where: \.isBeat))
        #expect(WFDBAnnotationCode(rawValue: 0) == nil && WFDBAnnotationCode(rawValue: 50) == nil)
    }

    /// One skip holds 32 bits; three weeks at 2 kHz need more.
    @Test func aLongWayTakesSeveralSkips() throws {
        var encoder = WFDBAnnotationEncoder()
        let far = [
            WFDBAnnotation(time: 5, code: .normal),
            WFDBAnnotation(time: 9_000_000_000, code: .normal),
        ]
        let bytes = encoder.encode(far) + encoder.finish()
        var decoder = WFDBAnnotationDecoder(file: "x.atr")
        var read: [WFDBAnnotation] = []
        try decoder.decode(bytes, into: &read)
        try decoder.finish(into: &read)
        #expect(read.map(\.time) == [5, 9_000_000_000])
    }
}
