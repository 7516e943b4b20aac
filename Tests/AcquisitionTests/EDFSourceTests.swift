import Biosignals
import Foundation
import Recordings
import TestKit
import Testing

@testable import Acquisition

@Suite struct EDFSourceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A plain EDF of two signals: `samples` a record and 1, values counting up.
    private func bytes(
        records: Int, promised: Int? = nil, samples: Int = 100, cut: Int = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ text: String, _ width: Int) {
            bytes += Array(text.utf8) + Array(repeating: 0x20, count: width - text.utf8.count)
        }
        for (text, width) in [
            ("0", 8), ("X", 80), ("X", 80), ("01.02.03", 8), ("04.05.06", 8), ("768", 8), ("", 44),
            ("\(promised ?? records)", 8), ("1", 8), ("2", 4),
        ] { append(text, width) }
        let fields: [([String], Int)] = [
            (["ECG", "EDA"], 16), (["", ""], 80), (["mV", "uS"], 8), (["-32768", "-32768"], 8),
            (["32767", "32767"], 8), (["-32768", "-32768"], 8), (["32767", "32767"], 8),
            (["", ""], 80), (["\(samples)", "1"], 8), (["", ""], 32),
        ]
        for (texts, width) in fields { for text in texts { append(text, width) } }
        for record in 0..<records {
            for index in 0..<(samples + 1) {
                let value = index == samples ? record : (record * samples + index) % 30_000
                bytes.append(UInt8(truncatingIfNeeded: value))
                bytes.append(UInt8(truncatingIfNeeded: value >> 8))
            }
        }
        return Array(bytes.dropLast(cut))
    }

    private func read(
        _ bytes: [UInt8], options: RecordingOptions = RecordingOptions()
    ) throws -> (counts: [Int], error: String?, pieceMax: Int) {
        let path = try folder.write("r.edf", bytes)
        let reader = try RecordingReader(opening: path, options: options)
        var counts = reader.channels.map { _ in 0 }
        var pieceMax = 0
        while true {
            var blocks: [SignalBlock] = []
            do {
                guard try reader.next(into: &blocks) else { return (counts, nil, pieceMax) }
            } catch {
                return (counts, error.description.replacing(folder.path + "/", with: ""), pieceMax)
            }
            pieceMax = max(pieceMax, blocks.reduce(0) { $0 + $1.samples.count })
            for block in blocks {
                #expect(block.start == counts[block.channel])
                if block.channel == 0 {
                    #expect(
                        block.samples == (block.start..<block.end).map { Double($0 % 30_000) })
                }
                counts[block.channel] += block.samples.count
            }
        }
    }

    @Test func aWholeFile() throws {
        let found = try read(bytes(records: 50))
        #expect(found.counts == [5_000, 50] && found.error == nil)
    }

    /// A record longer than a piece is read in slices, its signals in step.
    @Test func aLongRecordIsReadInSlices() throws {
        let found = try read(bytes(records: 2, samples: 100_000))
        #expect(found.counts == [200_000, 2] && found.error == nil)
        #expect(found.pieceMax <= 4_097)
    }

    @Test(arguments: [100, 100_000])
    func aCutRecordDeliversWhatIsThere(_ samples: Int) throws {
        // The last record loses the slow signal's sample and 10 of the fast one's.
        let found = try read(bytes(records: 3, samples: samples, cut: 2 + 20))
        #expect(found.counts == [3 * samples - 10, 2])
        let end = 768 + 2 * (samples + 1) * 2
        #expect(
            found.error == "Cannot trust the EDF file (r.edf, byte \(end)): it ends after 2 whole "
                + "data records, the header promises 3. Copy the file again, or correct the number "
                + "of data records.")
    }

    @Test func moreThanPromisedIsReadAsFarAsPromised() throws {
        let found = try read(bytes(records: 3, promised: 2))
        #expect(found.counts == [200, 2])
        #expect(
            found.error == "Cannot trust the EDF file (r.edf, byte 1172): it goes on after the 2 "
                + "data records that the header promises. Correct the number of data records; the "
                + "samples up to them were read.")
    }

    @Test func anUnfinishedFileIsReadAsFarAsItGoes() throws {
        let found = try read(bytes(records: 3, promised: -1, cut: 7))
        #expect(found.counts == [200, 2] && found.error == nil)
        let path = try folder.write("n.edf", bytes(records: 3, promised: -1, cut: 7))
        #expect(
            try RecordingReader(opening: path).notices == [
                "the header gives no number of data records (\"-1\"): read as far as the file goes",
                "195 bytes after the last whole data record are left out",
            ])
    }

    @Test func mapAndRateAreFollowed() throws {
        var options = RecordingOptions()
        options.map = [.ppg: "ecg"]
        options.rate = 50
        let path = try folder.write("m.edf", bytes(records: 1))
        let reader = try RecordingReader(opening: path, options: options)
        #expect(reader.channels.map(\.role) == [.ppg, .eda])
        #expect(reader.channels.map(\.rate.value) == [50, 0.5])
        options.map = [.ecg: "MLII"]
        let error = #expect(throws: AcquisitionError.self) {
            try RecordingReader(opening: path, options: options)
        }
        #expect(
            error?.description
                == "Cannot map a channel (\(path)): ecg=MLII names no channel; there are ECG, EDA. "
                + "Use one of these names with --map.")
    }

    @Test func theContentTellsWhereTheNameDoesNot() throws {
        let file = try folder.write("recording", bytes(records: 1))
        #expect(try RecordingReader(opening: file).formatName == "EDF")
        #expect(
            try RecordingReader(opening: folder.write("a.edf", bytes(records: 1)).dropSuffix)
                .formatName == "EDF")
    }

    /// What a header declares costs nothing: a record of a day and 400 MB in a file of two
    /// kilobytes.
    @Test func declaredSizesAreNotBelieved() throws {
        var large = bytes(records: 1)
        large.replaceSubrange(244..<252, with: Array("86400   ".utf8))
        large.replaceSubrange(688..<704, with: Array("9999999999999999".utf8))
        let reader = try RecordingReader(opening: folder.write("large.edf", large))
        var blocks: [SignalBlock] = []
        let error = #expect(throws: AcquisitionError.self) {
            while try reader.next(into: &blocks) {}
        }
        #expect(error?.description.contains("it ends after 0 whole data records") == true)
        #expect(blocks.reduce(0) { $0 + $1.samples.count } == 101)
    }

    /// Files damaged anywhere, seeded: an error or samples, never a crash, a hang or an endless
    /// file.
    @Test func damageIsSurvived() throws {
        let sound = bytes(records: 3, samples: 20)
        var random = SeededGenerator(seed: 3)
        let path = folder.path + "/f.edf"
        for round in 0..<400 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let place = Int.random(in: 0..<(round % 3 == 0 ? bytes.count : 768), using: &random)
                let digits = Array("0123456789- .".utf8)
                bytes[place] =
                    Bool.random(using: &random)
                    ? .random(in: .min ... .max, using: &random)
                    : digits[Int.random(in: 0..<digits.count, using: &random)]
            }
            bytes.removeLast(Int.random(in: 0..<(round % 4 == 0 ? bytes.count : 1), using: &random))
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            do {
                let reader = try RecordingReader(opening: path)
                var blocks: [SignalBlock] = []
                var count = 0
                while try reader.next(into: &blocks) {
                    count += blocks.reduce(0) { $0 + $1.samples.count }
                    blocks.removeAll(keepingCapacity: true)
                }
                #expect(count <= bytes.count)
            } catch {
                #expect(!"\(error)".contains("\n"))
            }
        }
    }
}

extension String {
    fileprivate var dropSuffix: String { String(dropLast(4)) }
}
