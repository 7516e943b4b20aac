import Biosignals
import Foundation
import TestKit
import Testing

@testable import Acquisition

/// Every reader, through the door that users come in by: its files cut at each byte and changed at
/// random. Nothing crashes, hangs or delivers more than the files can hold; an error is typed (by the
/// signature) and one line.
@Suite struct RecordingReaderFuzzTests {
    /// What is opened, and the files that are there.
    struct Kind: CustomTestStringConvertible, Sendable {
        let name: String
        let opens: String
        let files: [String]
        var testDescription: String { name }
    }

    private static let golden = packageRoot() + "/Tests/RecordingsTests/Golden/"

    static let kinds = [
        Kind(name: "WFDB 16", opens: "golden_16.hea", files: ["golden_16.hea", "golden_16.dat"]),
        Kind(
            name: "WFDB 212", opens: "golden_212.hea", files: ["golden_212.hea", "golden_212.dat"]),
        Kind(
            name: "WFDB 310", opens: "golden_310.hea", files: ["golden_310.hea", "golden_310.dat"]),
        Kind(
            name: "WFDB of two files", opens: "golden_multi.hea",
            files: ["golden_multi.hea", "golden_multi_a.dat", "golden_multi_b.dat"]),
        Kind(name: "EDF", opens: "golden_plain.edf", files: ["golden_plain.edf"]),
        Kind(name: "EDF+", opens: "golden_plus.edf", files: ["golden_plus.edf"]),
        Kind(name: "BDF+", opens: "golden_plus.bdf", files: ["golden_plus.bdf"]),
        Kind(
            name: "BIDS", opens: "bids/sub-01_task-rest_physio.tsv.gz",
            files: ["bids/sub-01_task-rest_physio.tsv.gz", "bids/task-rest_physio.json"]),
        Kind(
            name: "E4", opens: "e4",
            files: ["e4/BVP.csv", "e4/ACC.csv", "e4/EDA.csv", "e4/TEMP.csv", "e4/tags.csv"]),
    ]

    private static func bytes(_ file: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: golden + file)))
    }

    /// A copy of the kind's files in a folder of its own.
    private static func copy(_ kind: Kind, into folder: TemporaryFolder) throws {
        for file in kind.files {
            let parent = (folder.path + "/" + file as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true)
            _ = try folder.write(file, try bytes(file))
        }
    }

    /// Reads everything, and judges what comes.
    private func read(_ path: String, bytes: Int, _ about: @autoclosure () -> String) {
        var samples = 0
        var pieces = 0
        do throws(AcquisitionError) {
            let reader = try RecordingReader(opening: path)
            // As many channels as a header has room for: none costs less than two bytes.
            #expect(reader.channels.count <= bytes / 2, "\(about())")
            var blocks: [SignalBlock] = []
            while try reader.next(into: &blocks) {
                pieces += 1
                for block in blocks {
                    samples += block.samples.count
                    #expect(block.start >= 0 && block.samples.allSatisfy(\.isFinite), "\(about())")
                }
                blocks.removeAll(keepingCapacity: true)
                guard pieces < 20_000 else { break }
            }
        } catch {
            #expect(!"\(error)".contains("\n") && "\(error)".count < 2_000, "\(about())")
        }
        // Packed text and packed samples: no format holds more than this of a byte, but gzip.
        #expect(samples <= 64 * bytes, "\(about())")
        #expect(pieces < 20_000, "\(about())")
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test(arguments: kinds)
    func cutAnywhere(_ kind: Kind) throws {
        let folder = try TemporaryFolder()
        try Self.copy(kind, into: folder)
        for file in kind.files {
            let whole = try Self.bytes(file)
            // Of long files every byte of the beginning, then every few.
            let places = whole.indices.filter { $0 < 700 || $0 % 7 == 0 }
            for count in places {
                try write(Array(whole.prefix(count)), to: folder.path + "/" + file)
                read(folder.path + "/" + kind.opens, bytes: 8_192, "\(file) cut after \(count)")
            }
            try write(whole, to: folder.path + "/" + file)
        }
    }

    @Test(arguments: kinds)
    func changedAnywhere(_ kind: Kind) throws {
        let folder = try TemporaryFolder()
        try Self.copy(kind, into: folder)
        var random = SeededGenerator(seed: 41)
        let words = [
            "999999999", "-1", "1e308", "nan", "0", "4096", " ", "\n", ",", "\"", "~", "x9",
        ]
        for round in 0..<400 {
            guard let file = kind.files.randomElement(using: &random) else { continue }
            let whole = try Self.bytes(file)
            var damaged = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) where !damaged.isEmpty {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: damaged[place] = .random(in: .min ... .max, using: &random)
                case 2: damaged.remove(at: place)
                default:
                    let word = Array((words.randomElement(using: &random) ?? "").utf8)
                    damaged.replaceSubrange(
                        place..<min(place + word.count, damaged.count), with: word)
                }
            }
            try write(damaged, to: folder.path + "/" + file)
            read(folder.path + "/" + kind.opens, bytes: 8_192, "\(file), round \(round)")
            try write(whole, to: folder.path + "/" + file)
        }
    }
}
