import Acquisition
import Biosignals
import Foundation
import Testing

@Suite struct RecordingReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private struct Outcome {
        var samples: [[Int: Double]]
        var error: AcquisitionError?
        var largestPiece = 0
    }

    private func readAll(_ reader: RecordingReader) -> Outcome {
        var outcome = Outcome(samples: Array(repeating: [:], count: reader.channels.count))
        var blocks: [SignalBlock] = []
        do {
            while try reader.next(into: &blocks) {
                #expect(!blocks.isEmpty)
                for block in blocks {
                    outcome.largestPiece = max(outcome.largestPiece, block.samples.count)
                    for (offset, sample) in block.samples.enumerated() {
                        outcome.samples[block.channel][block.start + offset] = sample
                    }
                }
                blocks.removeAll()
            }
        } catch {
            outcome.error = error
        }
        return outcome
    }

    /// 16-bit values 1, 2, 3 …, below the invalid mark.
    private func counting(_ count: Int, from first: Int = 1) -> [UInt8] {
        (first..<(first + count)).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8 & 0x7F)] }
    }

    @Test(arguments: ["r", "r.hea", "r.dat"]) func opensARecordByAnyOfItsNames(_ name: String)
        throws
    {
        _ = try folder.write("r.hea", "r 1 100 3 1:00:00 2/1/1970\nr.dat 16 10/mV 16 0 1 6 0 ECG\n")
        _ = try folder.write("r.dat", counting(3))
        let reader = try RecordingReader(opening: folder.path + "/" + name)
        #expect(reader.name == "r" && reader.formatName == "WFDB")
        #expect(reader.start?.millisecondsSince1970 == Int64(90_000_000))
        #expect(reader.duration == 0.03)
        #expect(reader.files == [folder.path + "/r.hea", folder.path + "/r.dat"])
        let found = readAll(reader)
        #expect(found.error == nil)
        #expect(found.samples == [[0: 0.1, 1: 0.2, 2: 0.3]])
    }

    @Test func startAskedForWins() throws {
        _ = try folder.write("r.hea", "r 1 100 3\nr.dat 16 10/mV\n")
        _ = try folder.write("r.dat", counting(3))
        let asked = UTCTime(millisecondsSince1970: 5)
        let reader = try RecordingReader(
            opening: folder.path + "/r", options: RecordingOptions(start: asked))
        #expect(reader.start == asked)
    }

    @Test func readsLongFilesInSmallPieces() throws {
        _ = try folder.write(
            "r.hea", "r 2 100 20000\nr.dat 16x2 10/mV 0 0 0 0 0 A\ns.dat 16 10/mV 0 0 0 0 0 B\n")
        _ = try folder.write("r.dat", counting(40_000))
        _ = try folder.write("s.dat", counting(20_000))
        let found = readAll(try RecordingReader(opening: folder.path + "/r"))
        #expect(found.error == nil && found.largestPiece <= 4_096)
        #expect(found.samples.map(\.count) == [40_000, 20_000])
        #expect(found.samples[1][19_999] == 2_000)
    }

    /// 10 frames, a pause of 5, 4 frames: the pause is a gap.
    @Test func readsSegmentsAndTheirPauses() throws {
        _ = try folder.write("r.hea", "r/4 2 100 19\nr_layout 0\na 10\n~ 5\nb 4\n")
        _ = try folder.write(
            "r_layout.hea",
            "r_layout 2 100 0\n~ 0 10/mV 16 0 0 0 0 ECG\n~ 0 1/uS 16 0 0 0 0 EDA\n")
        _ = try folder.write("a.hea", "a 1 100 10\na.dat 16 10/mV 16 0 0 0 0 ECG\n")
        _ = try folder.write(
            "b.hea", "b 2 100 4\nb.dat 16 1/uS 16 0 0 0 0 EDA\nb.dat 16 10/mV 16 0 0 0 0 ECG\n")
        _ = try folder.write("a.dat", counting(10))
        _ = try folder.write("b.dat", counting(8))
        let reader = try RecordingReader(opening: folder.path + "/r")
        #expect(reader.channels.map(\.name) == ["ECG", "EDA"])
        let found = readAll(reader)
        #expect(found.error == nil)
        #expect(Set(found.samples[0].keys) == Set(0..<10).union(15..<19))
        #expect(found.samples[0][15] == 0.2 && found.samples[1][15] == 1)
        #expect(Set(found.samples[1].keys) == Set(15..<19))
    }

    /// Each segment has its own gain; the channel's unit is the same throughout.
    @Test func segmentsOfFixedLayoutMayDifferInGain() throws {
        _ = try folder.write("r.hea", "r/2 1 100\na 2\nb 2\n")
        _ = try folder.write("a.hea", "a 1 100 2\na.dat 16 10/mV\n")
        _ = try folder.write("b.hea", "b 1 100 2\nb.dat 80 10000/V\n")
        _ = try folder.write("a.dat", counting(2))
        _ = try folder.write("b.dat", [129, 126])
        let reader = try RecordingReader(opening: folder.path + "/r")
        #expect(reader.duration == 0.04)
        let found = readAll(reader)
        #expect(found.error == nil)
        #expect(found.samples == [[0: 0.1, 1: 0.2, 2: 0.1, 3: -0.2]])
    }

    @Test func segmentOfAnotherLengthIsFoundOutAfterTheSoundOnes() throws {
        _ = try folder.write("r.hea", "r/2 1 100 4\na 2\nb 2\n")
        _ = try folder.write("a.hea", "a 1 100 2\na.dat 16 10/mV\n")
        let second = try folder.write("b.hea", "b 1 100 3\nb.dat 16 10/mV\n")
        _ = try folder.write("a.dat", counting(2))
        _ = try folder.write("b.dat", counting(3))
        let found = readAll(try RecordingReader(opening: folder.path + "/r"))
        #expect(found.samples == [[0: 0.1, 1: 0.2]])
        #expect(
            found.error?.description
                == "Cannot read the WFDB header (\(second)): segment \"b\" disagrees with the record "
                + "about its length. Correct the segment's header, or read the segment by itself.")
    }

    @Test func truncatedFileDeliversFirstAndThrowsOnce() throws {
        _ = try folder.write("r.hea", "r 1 100 9\nr.dat 16 10/mV\n")
        let data = try folder.write("r.dat", counting(5))
        let reader = try RecordingReader(opening: folder.path + "/r")
        let found = readAll(reader)
        #expect(found.samples[0].count == 5)
        #expect(
            found.error?.description
                == "Cannot trust the signal file (\(data), sample 5): it ends after 5 samples, the "
                + "header promises 9. Copy the file again, or correct the length in the header.")
        #expect(found.error?.isOpeningFailure == false)
        var blocks: [SignalBlock] = []
        #expect(try !reader.next(into: &blocks) && blocks.isEmpty)
    }

    @Test func headerThatPromisesTooLittleIsFoundOut() throws {
        _ = try folder.write("r.hea", "r 1 100 6\nr.dat 16 10/mV\n")
        _ = try folder.write("r.dat", counting(9_000))
        let found = readAll(try RecordingReader(opening: folder.path + "/r"))
        #expect(found.samples[0].count == 6)
        #expect("\(String(describing: found.error))".contains("it goes on after the 6 samples"))
    }

    @Test func readsATableWithItsSidecar() throws {
        let table = try folder.write("t.csv", "1\t2\n3\t4\n")
        let sidecar = try folder.write(
            "t.json",
            """
            {"SamplingFrequency": 50, "StartTime": "2026-01-02T03:04:05Z", "Other": [1, {}],
             "Columns": ["ecg", "breathing"], "ecg": {"Units": "V", "Description": "lead II"}}
            """)
        let reader = try RecordingReader(opening: table)
        #expect(reader.formatName == "CSV" && reader.name == "t" && reader.duration == nil)
        #expect(reader.files == [table, sidecar])
        #expect(reader.start?.millisecondsSince1970 == 1_767_323_045_000)
        #expect(reader.channels.map(\.rate) == [50, 50])
        #expect(reader.channels.map(\.role) == [.ecg, .respiration])
        #expect(readAll(reader).samples == [[0: 1_000, 1: 3_000], [0: 2, 1: 4]])
    }

    @Test func badSidecarIsSaid() throws {
        let table = try folder.write("t.csv", "1\n3\n")
        let sidecar = try folder.write("t.json", "{\"SamplingFrequency\": 0}")
        #expect {
            try RecordingReader(opening: table)
        } throws: {
            "\($0)"
                == "Cannot read the sidecar file (\(sidecar)): SamplingFrequency is not a number "
                + "above 0. Correct it or move it away."
        }
    }

    /// A table larger than one piece, with damage in the last row.
    @Test func damageInATableComesAfterItsSoundRows() throws {
        let rows = (0..<30_000).map { "\($0)\n" }.joined()
        let table = try folder.write("t.csv", "ecg_mV\n" + rows + "NaN\n")
        let options = RecordingOptions(rate: 100)
        let found = readAll(try RecordingReader(opening: table, options: options))
        #expect(found.samples[0].count == 30_000 && found.samples[0][29_999] == 29_999)
        #expect(
            found.error?.description
                == "Cannot read the CSV file (\(table), line 30002, column \"ecg_mV\"): the cell "
                + "says NaN. Leave the cell empty where a sample is missing.")
    }
}
