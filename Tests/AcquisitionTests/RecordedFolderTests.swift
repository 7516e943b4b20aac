import Acquisition
import Biosignals
import Foundation
import TestKit
import Testing

/// Folders the agent recorded, written by hand: what is in them is not taken on trust.
@Suite struct RecordedFolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let mark = "# recorder: healthypi-agent, layout 1\n"

    private func record(
        _ name: String, _ frames: Int, first: Int, notes: String = "", open: Bool = false
    ) throws {
        let mark = Self.mark + notes + (open ? "# not closed yet\n" : "")
        let line = "1 10/10(\(first)) \(frames) 0:00:00 2/1/1970\n"
        _ = try folder.write(
            "\(name).hea", "\(name)/2 \(line)\(name)_layout 0\n\(name)_0001 \(frames)\n" + mark)
        _ = try folder.write(
            "\(name)_layout.hea", "\(name)_layout \(line)~ 0 1/counts 32 0 0 0 0 ecg\n" + mark)
        _ = try folder.write(
            "\(name)_0001.hea",
            "\(name)_0001 \(line)\(name)_0001.dat 32 1/counts 32 0 0 0 0 ecg\n" + mark)
        let bytes = (0..<frames).flatMap { frame -> [UInt8] in [UInt8(frame), 0, 0, 0] }
        _ = try folder.write("\(name)_0001.dat", bytes)
    }

    private func read(_ path: String) throws -> (channels: [Channel], samples: [[Int: Double]]) {
        let reader = try RecordingReader(opening: path)
        var samples: [[Int: Double]] = reader.channels.map { _ in [:] }
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks {
                for (offset, sample) in block.samples.enumerated() {
                    samples[block.channel][block.start + offset] = sample
                }
            }
            blocks.removeAll()
        }
        return (reader.channels, samples)
    }

    @Test func aFolderWithoutARecordingSaysWhatIsThere() throws {
        _ = try folder.write("100.hea", "100 1 100 3\n100.dat 16 10/mV\n")
        _ = try folder.write("100.dat", [1, 0, 2, 0, 3, 0])
        do {
            _ = try RecordingReader(opening: folder.path)
            Issue.record("It is no recording of the agent.")
        } catch {
            #expect(
                error.description
                    == "Cannot open the recording (\(folder.path)): it is a directory without a "
                    + "recording of the agent; in it: 2 files (100.dat, 100.hea). Name a record in "
                    + "it, such as its .hea or .csv file.")
            #expect(error.isOpeningFailure)
        }
    }

    /// Frames 5 to 15 and 12 to 22 of a session.
    @Test(arguments: ["", "/"]) func recordsStandWhereTheirCountersSay(_ slash: String) throws {
        let session = "# session began: 86400000 ms after 1970-01-01T00:00:00Z\n"
        try record("a", 10, first: 5, notes: session + "# session channels: 1\n# device: a\n")
        try record("b", 10, first: 12, notes: session + "# session channels: 0\n# device: b\n")
        let found = try read(folder.path + slash)
        #expect(found.channels.map(\.name) == ["b_ecg", "a_ecg"])
        #expect(Set(found.samples[0].keys) == Set(12..<22) && found.samples[0][12] == 0)
        #expect(Set(found.samples[1].keys) == Set(5..<15) && found.samples[1][14] == 9)
        let reader = try RecordingReader(opening: folder.path + slash)
        #expect(reader.start == UTCTime(millisecondsSince1970: 86_400_000))
        #expect(reader.duration == 2.2)
        #expect(reader.comments.isEmpty)
        let asked = try RecordingReader(
            opening: folder.path, options: RecordingOptions(map: [.eda: "a_ecg"]))
        #expect(asked.channels.map(\.role) == [.ecg, .eda])
    }

    /// Without the note when the session began, by the clock of each.
    @Test func recordsOfSeveralSessionsStandWhereTheirClocksSay() throws {
        let session = "# session began: 1 ms after 1970-01-01T00:00:00Z\n"
        try record("a", 10, first: 5)
        try record("b", 10, first: 12, notes: session)
        let found = try read(folder.path)
        #expect(found.samples.map { Set($0.keys) } == [Set(0..<10), Set(0..<10)])
    }

    /// The files of a recorder at work, or of one that died, are longer than their headers say.
    @Test func anOpenRecordIsAsLongAsItsFile() throws {
        try record("a", 10, first: 0, open: true)
        let path = folder.path + "/a_0001"
        for name in ["/a", "/a_0001"] {
            let text = try String(contentsOfFile: folder.path + name + ".hea", encoding: .utf8)
            _ = try folder.write(
                String(name.dropFirst()) + ".hea",
                text.replacingOccurrences(of: " 10 0:", with: " 7 0:")
                    .replacingOccurrences(of: "_0001 10\n", with: "_0001 7\n")
                    .replacingOccurrences(of: "# not closed yet\n", with: "")
                    + "# not closed yet\n")
        }
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + ".dat")))
        for cut in 0...5 {
            _ = try folder.write("a_0001.dat", Array(bytes.dropLast(cut)))
            let frames = (40 - cut) / 4
            for opening in [folder.path, folder.path + "/a", path] {
                let found = try read(opening)
                #expect(found.samples.map { Set($0.keys) } == [Set(0..<frames)], "\(opening)")
            }
        }
        let reader = try RecordingReader(opening: folder.path)
        #expect(reader.notices == ["a: it was not finished: read as far as it goes"])
        #expect(reader.duration == 0.8)
    }

    /// Headers with a byte changed are read or refused; nothing else happens.
    @Test func changedHeadersDoNoHarm() throws {
        try record("a", 40, first: 5, notes: "# session channels: 0\n", open: true)
        try record("b", 40, first: 12, notes: "# latched: ecg 0.5 s\n")
        var random = SeededGenerator(seed: 11)
        let headers = ["a.hea", "a_0001.hea", "a_layout.hea", "b.hea", "b_0001.hea"]
        let whole = try headers.map {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + $0)))
        }
        var (readings, refusals) = (0, 0)
        for turn in 0..<500 {
            let which = turn % headers.count
            var bytes = whole[which]
            for _ in 0...(turn % 3) {
                let place = Int.random(in: bytes.indices, using: &random)
                bytes[place] =
                    turn % 2 == 0
                    ? UInt8.random(in: 0...255, using: &random)
                    : Array("0123456789 /(~.\n-x".utf8).randomElement(using: &random) ?? 48
            }
            _ = try folder.write(headers[which], bytes)
            do {
                let reader = try RecordingReader(opening: folder.path)
                var blocks: [SignalBlock] = []
                var count = 0
                while try reader.next(into: &blocks), count < 10_000 {
                    count += blocks.reduce(0) { $0 + $1.samples.count }
                    blocks.removeAll()
                }
                readings += 1
            } catch {
                refusals += 1
            }
            _ = try folder.write(headers[which], whole[which])
        }
        #expect(readings > 50 && refusals > 50)
    }
}
