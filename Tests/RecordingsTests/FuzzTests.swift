import Biosignals
import Recordings
import TestKit
import Testing

/// Valid inputs, damaged at random: nothing crashes or hangs, and what comes out stays in bounds.
@Suite struct FuzzTests {
    private static let rounds = 2_000

    private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        let words = [
            "99999999999999999999", "-1", "1e308", "nan", "0", "/", "x65536", ":999999999", "+1",
            "\n", "~", "(", "9223372036854775807", " ", ",", "\"", "1000000000000000000",
        ]
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where place < bytes.count:
                bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2: bytes.insert(.random(in: .min ... .max, using: &random), at: place)
            case 3: bytes.removeLast(bytes.count - place)
            default:
                bytes.insert(
                    contentsOf: Array(words.randomElement(using: &random)?.utf8 ?? "".utf8),
                    at: place)
            }
        }
        return bytes
    }

    private func pieces(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [[UInt8]] {
        let size = Int.random(in: 1...max(bytes.count, 1), using: &random)
        return stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min($0 + size, bytes.count)])
        }
    }

    @Test(arguments: ["golden_212", "golden_multi", "golden_skew", "golden_8"])
    func headersAndSignals(_ record: String) throws {
        let text = try Golden.bytes(record + ".hea")
        let signal = try Golden.bytes(
            record == "golden_multi" ? "golden_multi_a.dat" : record + ".dat")
        var random = SeededGenerator(seed: 1)
        var sound = 0
        for _ in 0..<(Self.rounds / 4) {
            guard let header = try? WFDBHeader(parsing: damaged(text, &random), file: "f.hea"),
                let plan = try? WFDBChannelPlan(
                    record: header, layout: header, hints: RecordingHints(), file: "f.hea"),
                let files = try? plan.files(of: header, segmentFile: "f.hea")
            else { continue }
            sound += 1
            for (_, feeds) in files {
                var decoder = WFDBSignalFileDecoder(
                    signals: feeds, frames: header.length, file: "f.dat")
                var blocks: [SignalBlock] = []
                let bytes = damaged(signal, &random)
                for piece in pieces(bytes, &random) { decoder.decode(piece, into: &blocks) }
                try? decoder.finish(into: &blocks)
                let samples = blocks.reduce(0) { $0 + $1.samples.count }
                #expect(samples <= 2 * bytes.count)
                #expect(
                    blocks.allSatisfy { $0.samples.allSatisfy(\.isFinite) && !$0.samples.isEmpty })
            }
        }
        #expect(sound > 20, "too few headers survived for the decoder to be tested")
    }

    @Test func segmentHeaders() {
        let text = Array("r/3 2 100 30\nlayout 0\n~ 10\nr_1 20\n# note\n".utf8)
        var random = SeededGenerator(seed: 2)
        for _ in 0..<Self.rounds {
            guard let header = try? WFDBHeader(parsing: damaged(text, &random), file: "f.hea")
            else { continue }
            #expect(header.segments.count <= 10)
        }
    }

    @Test func annotations() throws {
        let golden = try Golden.bytes("golden_ann.atr")
        var random = SeededGenerator(seed: 3)
        for _ in 0..<Self.rounds {
            let bytes = damaged(golden, &random)
            var decoder = WFDBAnnotationDecoder(file: "f.atr")
            var found: [WFDBAnnotation] = []
            do {
                for piece in pieces(bytes, &random) { try decoder.decode(piece, into: &found) }
                try decoder.finish(into: &found)
            } catch {
                #expect(!"\(error)".contains("\n"))
            }
            #expect(found.count <= bytes.count / 2)
        }
    }

    @Test func tables() {
        let text = Array("time_s,ecg_mV,eda [uS]\n0,1,2\n0.1,\"3\",4\n0.2,,6\n0.3,7,8\n".utf8)
        var random = SeededGenerator(seed: 4)
        for _ in 0..<Self.rounds {
            let bytes = damaged(text, &random)
            do {
                let layout = try CSVLayout(firstBytes: bytes, isWhole: true, file: "f.csv")
                var decoder = CSVDecoder(layout: layout, file: "f.csv")
                var blocks: [SignalBlock] = []
                defer {
                    #expect(
                        blocks.allSatisfy { $0.samples.allSatisfy(\.isFinite) && $0.start >= 0 })
                }
                for piece in pieces(bytes, &random) { try decoder.decode(piece, into: &blocks) }
                try decoder.finish(into: &blocks)
            } catch {
                #expect(!"\(error)".contains("\n"))
            }
        }
    }

    @Test func rrSeries() {
        let text = Array("rr_ms\n800\n# note\n812.5\n790\n".utf8)
        var random = SeededGenerator(seed: 5)
        for _ in 0..<Self.rounds {
            let bytes = damaged(text, &random)
            _ = looksLikeRRSeries(firstBytes: bytes)
            var decoder = RRSeriesDecoder(file: "f.txt")
            do {
                for piece in pieces(bytes, &random) { try decoder.decode(piece) }
                let found = try decoder.finish()
                #expect(found.allSatisfy { $0 > 0 && $0.isFinite })
            } catch {
                #expect(!"\(error)".contains("\n"))
            }
        }
    }

    /// A line without end is refused once it is longer than any line should be.
    @Test func endlessLineIsRefused() throws {
        var decoder = RRSeriesDecoder(file: "f.txt")
        let piece = Array(repeating: UInt8(ascii: "1"), count: 65_536)
        #expect(throws: RecordingError.self) {
            for _ in 0..<17 { try decoder.decode(piece) }
        }
    }
}
