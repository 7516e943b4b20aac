import Biosignals
import Foundation
import Recordings
import TestKit
import Testing

@testable import Acquisition

/// Files that other people's tools wrote (Golden/make_golden_edf.py of the tests of Recordings), read
/// as a user reads them.
@Suite struct ForeignFilesTests {
    private struct Expected: Decodable {
        let digital: [[Int]]
        let physical: [[Double]]
        let annotations: [Annotation]

        struct Annotation: Decodable, Equatable {
            let onset: Double
            let duration: Double
            let text: String

            init(from decoder: any Decoder) throws {
                var parts = try decoder.unkeyedContainer()
                onset = try parts.decode(Double.self)
                duration = try parts.decode(Double.self)
                text = try parts.decode(String.self)
            }
        }
    }

    private enum Entry: Decodable {
        case file(Expected)
        case table([[Double?]])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let file = try? container.decode(Expected.self) {
                self = .file(file)
            } else {
                self = .table(try container.decode([[Double?]].self))
            }
        }
    }

    private static let folder = packageRoot() + "/Tests/RecordingsTests/Golden/"

    private static func expected() throws -> [String: Entry] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "expected_edf.json"))
        return try JSONDecoder().decode([String: Entry].self, from: bytes)
    }

    /// Samples by index, for each channel.
    private func samples(_ reader: RecordingReader) throws -> [[Int: Double]] {
        var found = reader.channels.map { _ in [Int: Double]() }
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks {
                for (offset, value) in block.samples.enumerated() {
                    #expect(found[block.channel][block.start + offset] == nil)
                    found[block.channel][block.start + offset] = value
                }
            }
            blocks.removeAll(keepingCapacity: true)
        }
        return found
    }

    @Test(arguments: [
        ("golden_plus.edf", "EDF+"), ("golden_plain.edf", "EDF"), ("golden_plus.bdf", "BDF+"),
        ("golden_edfio.edf", "EDF+"),
    ])
    func edfIsReadAsItsWriterReadsIt(_ name: String, _ format: String) throws {
        guard case .file(let expected)? = try Self.expected()[name] else {
            Issue.record("no expectation for \(name)")
            return
        }
        let reader = try RecordingReader(opening: Self.folder + name)
        #expect(reader.formatName == format)
        let found = try samples(reader)
        #expect(found.count == expected.digital.count)
        for (index, channel) in reader.channels.enumerated() {
            let digital = expected.digital[index]
            #expect(found[index].count == digital.count)
            let factor: Double = channel.unitText == "uV" ? 1e-3 : 1
            for (place, value) in digital.enumerated() {
                let own = try #require(found[index][place])
                #expect(channel.scale.digital(own) == Int32(value))
                let physical = expected.physical[index][place] * factor
                #expect(abs(own - physical) <= 1e-9 * max(1, abs(physical)))
            }
        }
        let notes = try readEDFAnnotations(path: Self.folder + name)
        #expect(notes.map(\.text) == expected.annotations.map(\.text))
        for (own, other) in zip(notes, expected.annotations) {
            #expect(abs(own.onset - other.onset) < 1e-6)
            #expect(own.duration ?? -1 == other.duration)
        }
    }

    @Test func edfChannelsHaveRolesUnitsRatesAndAStart() throws {
        let reader = try RecordingReader(opening: Self.folder + "golden_plus.edf")
        #expect(reader.channels.map(\.name) == ["ECG", "EDA", "SpO2", "Pulse", "Temp"])
        #expect(reader.channels.map(\.role) == [.ecg, .eda, nil, nil, .temperature])
        #expect(
            reader.channels.map(\.unit)
                == [.millivolt, .microsiemens, .counts, .counts, .degreesCelsius])
        #expect(reader.channels.map(\.rate) == [50, 4, 1, 1, 2])
        #expect(reader.start?.millisecondsSince1970 == 1_709_251_198_000)
        #expect(reader.duration == 4)
        let fraction = try RecordingReader(opening: Self.folder + "golden_edfio.edf")
        #expect(fraction.channels.map(\.rate) == [62.5])
        // 01:02:03.5 on the same day, its half second in the first data record.
        #expect(fraction.start?.millisecondsSince1970 == 1_709_168_523_500)
    }

    @Test func bidsPhysioIsReadWithItsInheritedSidecar() throws {
        guard case .table(let expected)? = try Self.expected()["bids"] else {
            Issue.record("no expectation for bids")
            return
        }
        let path = Self.folder + "bids/sub-01_task-rest_physio.tsv.gz"
        #expect(!isRRSeries(path: path))
        let reader = try RecordingReader(opening: path)
        #expect(reader.channels.map(\.name) == ["cardiac", "respiratory"])
        #expect(reader.channels.map(\.role) == [nil, .respiration])
        #expect(reader.channels[0].unit == .millivolt && reader.channels[0].rate == 10)
        #expect(reader.files.map { $0.hasSuffix("/task-rest_physio.json") } == [false, true])
        let found = try samples(reader)
        for (channel, column) in expected.enumerated() {
            for (row, value) in column.enumerated() { #expect(found[channel][row] == value) }
        }
        #expect(found[1].count == 55)
    }

    @Test func anE4FolderIsOneRecording() throws {
        let reader = try RecordingReader(opening: Self.folder + "e4")
        #expect(reader.formatName == "E4" && reader.name == "e4")
        #expect(
            reader.channels.map(\.name)
                == ["BVP", "ACC_X", "ACC_Y", "ACC_Z", "EDA", "HR", "TEMP"])
        #expect(
            reader.channels.map(\.role)
                == [.ppg, .acceleration, .acceleration, .acceleration, .eda, nil, .temperature])
        #expect(reader.start?.millisecondsSince1970 == 1_544_027_337_000)
        #expect(reader.comments == ["button pressed at 2.52 s"])
        let found = try samples(reader)
        #expect(found.map(\.count) == [192, 96, 96, 96, 12, 2, 12])
        // EDA begins a second after the others, HR ten.
        #expect(found[4].keys.min() == 4 && found[5].keys.min() == 10)
        #expect(found[5][10] == 83)
        let rows = try String(contentsOfFile: Self.folder + "e4/ACC.csv", encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst(2)
        for (index, row) in rows.enumerated() {
            let cells = row.split(separator: ",").compactMap { Double($0) }
            #expect((1...3).compactMap { found[$0][index] } == cells.map { $0 / 64 })
        }
        // Any of its files stands for the folder, and none is an RR series.
        #expect(try RecordingReader(opening: Self.folder + "e4/HR.csv").channels.count == 7)
        #expect(!isRRSeries(path: Self.folder + "e4/HR.csv"))
        #expect(isE4Intervals(path: Self.folder + "e4/IBI.csv"))
        #expect(!isE4Intervals(path: Self.folder + "e4/HR.csv"))
        let beats = try readE4Intervals(path: Self.folder + "e4/IBI.csv")
        #expect(beats.milliseconds == [890.625, 859.375, 953.125])
        #expect(beats.followsPrevious == [false, true, false])
    }

    /// Recordings of a real wristband, where they are there.
    @Test func realE4FoldersAreRead() throws {
        guard let set = developmentData("eda_ppg_acc/stress_predict") else {
            print("not found: stress_predict")
            return
        }
        let folder = set.appendingPathComponent("S01").path
        let reader = try RecordingReader(opening: folder)
        #expect(reader.channels.map(\.rate) == [64, 32, 32, 32, 4, 1, 4])
        let found = try samples(reader)
        for (index, name) in [(0, "BVP"), (1, "ACC"), (4, "EDA"), (5, "HR"), (6, "TEMP")] {
            let text = try String(contentsOfFile: "\(folder)/\(name).csv", encoding: .utf8)
            let rows = text.split(whereSeparator: \.isNewline).count - 2
            #expect(found[index].count == rows, "\(name)")
        }
        #expect(try readE4Intervals(path: folder + "/IBI.csv").count > 100)
    }

    /// What a tool's own reader gives back (Golden/make_golden_foreign.py).
    private struct Told: Decodable {
        let names: [String]
        let rates: [Double]
        let values: [[Double]]
        let annotations: [Expected.Annotation]
        /// Samples at the end that the tool filled up.
        let filled: Int
        let units: [String]?
    }

    /// mne, edfio (BDF), bidsphysio, and wfdb with units that no measure is computed in.
    @Test(arguments: [
        "golden_mne.bdf", "golden_mne_odd.edf", "golden_edfio.bdf", "golden_units.hea",
        "bidsphysio/sub-01_task-rest_physio.tsv.gz",
    ])
    func moreToolsFilesAreReadAsTheirReadersReadThem(_ name: String) throws {
        let all = try JSONDecoder().decode(
            [String: Told].self,
            from: Data(contentsOf: URL(fileURLWithPath: Self.folder + "expected_foreign.json")))
        let told = try #require(all[name])
        let reader = try RecordingReader(opening: Self.folder + name)
        let found = try samples(reader)
        #expect(reader.channels.map(\.name) == told.names)
        if let units = told.units { #expect(reader.channels.map(\.statedUnit) == units) }
        for (index, values) in told.values.enumerated() {
            #expect(abs(reader.channels[index].rate.value / told.rates[index] - 1) < 1e-9)
            #expect(found[index].count == values.count, "\(told.names[index])")
            let reach = values.map(abs).max() ?? 1
            let worst = values.indices.reduce(0.0) {
                max($0, abs((found[index][$1] ?? .infinity) - values[$1]))
            }
            #expect(worst < reach * 1e-6, "\(told.names[index]): \(worst)")
        }
        guard !told.annotations.isEmpty else { return }
        let annotations = try readEDFAnnotations(path: Self.folder + name)
        #expect(annotations.map(\.text) == told.annotations.map(\.text))
        #expect(
            zip(annotations, told.annotations).allSatisfy {
                abs($0.onset - $1.onset) < 1e-6 && abs(($0.duration ?? 0) - $1.duration) < 1e-6
            })
        // mne says what it filled up; that is not what was recorded.
        let seconds = Double(told.values[0].count - told.filled) / told.rates[0]
        #expect(abs((reader.duration?.value ?? 0) - seconds) < 1e-3)
    }
}
