import Acquisition
import Biosignals
import Foundation
import TestKit
import Testing

/// `export` to every format: read back by our own readers sample for sample, and by the readers its
/// users have.
@Suite struct ExportCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func export(
        _ record: String, _ format: String, _ more: String..., into name: String = "out"
    ) throws -> Program.Outcome {
        try Program(
            "healthypi-agent",
            ["export", record, "--to", format, "--output", folder.path + "/" + name] + more
        ).finish()
    }

    private func run(_ arguments: String...) throws -> Program.Outcome {
        try Program("healthypi-agent", arguments).finish()
    }

    private func samples(_ path: String) throws -> (channels: [Channel], values: [[Int: Double]]) {
        let reader = try RecordingReader(opening: path)
        var values = reader.channels.map { _ in [Int: Double]() }
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks {
                for (offset, value) in block.samples.enumerated() {
                    values[block.channel][block.start + offset] = value
                }
            }
            blocks.removeAll(keepingCapacity: true)
        }
        return (reader.channels, values)
    }

    /// - Parameter isPhysical: whether channels in counts, which have no scale, are left out.
    private func expectSame(
        _ path: String, _ original: String, within: Double = 0, isPhysical: Bool = false
    ) throws {
        let (told, found) = try samples(path)
        let (meant, expected) = try samples(original)
        #expect(told.map(\.name) == meant.map(\.name))
        #expect(told.map(\.role) == meant.map(\.role) && told.map(\.unit) == meant.map(\.unit))
        for index in meant.indices where !isPhysical || meant[index].unit != .counts {
            #expect(abs(told[index].rate.value / meant[index].rate.value - 1) < 1e-12)
            #expect(found[index].count == expected[index].count, "\(meant[index].name)")
            let worst = expected[index].reduce(0.0) { worst, entry in
                max(worst, abs((found[index][entry.key] ?? .infinity) - entry.value))
            }
            #expect(worst <= within, "\(meant[index].name)")
        }
    }

    private func file(_ outcome: Program.Outcome, _ suffix: String) throws -> String {
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try #require(outcome.lines.first { $0.hasSuffix(suffix) }, "\(outcome.text)")
    }

    @Test(arguments: [
        "ecg_plux_supine_1min", "eda_plux_95s", "ppg_plux_rest_105s", "resp_plux_60s",
        "ecg_mitdb208_scipy_5min",
    ])
    func everyFormatIsReadBackSampleForSample(_ name: String) throws {
        let record = Datasets.record(name)
        for (format, suffix) in [
            ("edf", "df"), ("wfdb", ".hea"), ("csv", ".csv"), ("bids", "_physio.tsv.gz"),
        ] {
            let path = try file(export(record, format, into: format), suffix)
            try expectSame(path, record)
        }
    }

    /// The commands say the same of the export as of the original.
    @Test(arguments: ["edf", "wfdb", "csv"])
    func whatIsFoundIsTheSame(_ format: String) throws {
        for (name, command) in [
            ("ecg_plux_supine_1min", "beats"), ("ecg_plux_supine_1min", "hrv"),
            ("eda_plux_95s", "eda"), ("ppg_plux_rest_105s", "beats"),
        ] {
            let record = Datasets.record(name)
            let suffix = ["edf": "df", "wfdb": ".hea", "csv": ".csv"][format] ?? ""
            let path = try file(export(record, format, into: name + command), suffix)
            let (own, other) = (try run(command, path), try run(command, record))
            #expect(own.status == 0 && own.text == other.text, "\(name) \(command) \(own.errors)")
            #expect(own.lines.count > 5)
        }
    }

    @Test func aReplayOfTheExportFindsTheSame() throws {
        let record = Datasets.record("ecg_plux_supine_1min")
        let path = try file(export(record, "edf"), ".edf")
        let own = try run("replay", path, "--events", "-", "--seed", "1")
        let other = try run("replay", record, "--events", "-", "--seed", "1")
        #expect(own.status == 0 && own.lines.count == other.lines.count)
        func measures(_ outcome: Program.Outcome) throws -> [String] {
            try outcome.lines.compactMap { line in
                let event = try JSONObject(line)
                let value = event.object("data").object("measures").object("heartRate")
                return value.number("value").map { "\($0)" }
            }
        }
        #expect(try measures(own) == measures(other))
    }

    /// Gaps, a late start and several rates: what is missing stays missing, at the same place.
    @Test(arguments: ["edf", "wfdb", "csv", "bids"])
    func gapsStayGaps(_ format: String) throws {
        var text = "time_s,ecg_mV,eda_uS\n0,,\n"
        var random = SeededGenerator(seed: 21)
        for row in 0..<4_000
        where !(1_000..<1_700).contains(row) && !(20..<90).contains(row % 1_900) {
            guard row > 150 else { continue }
            let eda =
                row % 500 < 100 ? "" : "\(Double(Int.random(in: 0...4_000, using: &random)) / 100)"
            text +=
                "\(Double(row) / 100),\(Double(Int.random(in: -900...900, using: &random)) / 1_000),\(eda)\n"
        }
        let record = try folder.write(text, to: "gappy.csv")
        let suffix =
            ["edf": ".edf", "wfdb": ".hea", "csv": "gappy.csv", "bids": ".tsv.gz"][format] ?? ""
        try expectSame(try file(export(record, format), suffix), record)
    }

    @Test func severalRatesAreOneEDFAndSeveralTables() throws {
        let golden = packageRoot() + "/Tests/RecordingsTests/Golden/"
        let edf = golden + "golden_plus.edf"
        try expectSame(try file(export(edf, "edf"), ".edf"), edf, within: 1e-12)
        try expectSame(
            try file(export(edf, "wfdb"), ".hea").replacing(".hea", with: ""), edf,
            within: 1e-12, isPhysical: true)
        let tables = try export(edf, "csv")
        #expect(tables.status == 0 && tables.lines.count { $0.hasSuffix(".csv") } == 4)
        try expectSame(try file(export(golden + "e4", "edf"), ".bdf"), golden + "e4", within: 1e-12)
    }

    @Test func intervalsAreOneALine() throws {
        let record = Datasets.record("ecg_plux_supine_1min")
        let path = try file(export(record, "rr"), "_rr.txt")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let beats = try run("beats", record)
        #expect(lines.count == beats.lines.count - 2)
        #expect(lines.allSatisfy { Double($0).map { $0 > 300 && $0 < 2_000 } ?? false })
        #expect(try run("hrv", path).status == 0)
        let none = try export(Datasets.record("eda_plux_95s"), "rr")
        #expect(none.status == 65 && none.errors.contains("--map ecg=NAME"), "\(none.errors)")
    }

    /// Every message of a refused export, and nothing left behind.
    @Test func whatHoldsNothingIsSaid() throws {
        let intervals = try folder.write("rr_ms\n800\n810\n790\n", to: "rr.txt")
        _ = try folder.write(Data(), to: "empty.dat")
        _ = try folder.write(
            "empty 1 100 0\nempty.dat 16 200/mV 16 0 0 0 0 ECG\n", to: "empty.hea")
        _ = try folder.write(Data([1, 0]), to: "one.dat")
        _ = try folder.write("one 1 100 1\none.dat 16 200/mV 16 0 0 0 0 ECG\n", to: "one.hea")
        for (path, format, text) in [
            (intervals, "edf", "it is a series of intervals, which has no samples to export."),
            (folder.path + "/empty", "csv", "it holds no samples. Check that"),
            (folder.path + "/one", "rr", "0 beats were found, and an interval takes 2."),
        ] {
            let outcome = try export(path, format)
            #expect(outcome.status == 65 && outcome.text.isEmpty)
            #expect(outcome.errors.contains(text), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
        }
        // One sample is a recording, and its file holds one.
        for (format, suffix) in [
            ("edf", ".edf"), ("wfdb", ".hea"), ("csv", ".csv"), ("bids", "_physio.tsv.gz"),
        ] {
            let path = try file(export(folder.path + "/one", format, into: format), suffix)
            #expect(try samples(path).values == [[0: 0.005]], "\(format)")
        }
    }

    /// Who writes an option expects something of it.
    @Test(arguments: [
        (["--fhir-release", "r5"], "--fhir-release is for --to fhir, not --to rr: leave it out."),
        (["--subject", "Patient/1"], "--subject is for --to fhir, not --to rr: leave it out."),
        (["--bids-task", "rest"], "--bids-task is for --to bids, not --to rr: leave it out."),
    ])
    func anOptionOfAnotherFormatIsRefused(_ options: [String], _ says: String) throws {
        let outcome = try Program(
            "healthypi-agent",
            ["export", Datasets.shortECG, "--to", "rr", "--output", folder.path + "/out"]
                + options
        ).finish()
        #expect(outcome.status == 2 && outcome.text.isEmpty)
        #expect(outcome.errors == "healthypi-agent: \(says)\n")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
    }

    /// A Bundle of nothing but a Device would look like an answer.
    @Test(arguments: ["r4", "r5"])
    func aRecordingWithoutAHeartIsNoFHIRBundle(_ release: String) throws {
        let outcome = try export(Datasets.record("eda_plux_95s"), "fhir", "--fhir-release", release)
        #expect(outcome.status == 65 && outcome.text.isEmpty)
        #expect(
            outcome.errors.contains(
                "it has neither an ECG nor a PPG channel, and what else it has is no FHIR "
                    + "Observation here. Say what its channels are with --map, such as --map "
                    + "ecg=NAME, or export it as edf, csv, wfdb or bids."), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
    }

    /// An ECG without a beat is told of: each measure with why there is none.
    @Test func whatIsNotKnownIsAnObservationWithTheReason() throws {
        let rows = (0..<1_000).map { "\(Double($0) / 100),0\n" }.joined()
        let record = try folder.write("time_s,ecg_mV\n" + rows, to: "flat.csv")
        let path = try file(export(record, "fhir"), ".json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for code in ["8867-4", "80404-7", "\"rmssd\"", "11524-6"] {
            #expect(text.contains(code), "\(code)")
        }
        #expect(text.components(separatedBy: "dataAbsentReason").count == 4)
    }

    /// Samples for minutes, months apart.
    @Test func aMonthsPauseCostsNothing() throws {
        var text = "time_s,ecg_mV\n"
        for start in [0.0, 2_700_000] {
            for row in 0..<200 { text += "\(start + Double(row) / 100),\(row % 7)\n" }
        }
        let record = try folder.write(text, to: "month.csv")
        for (format, suffix) in [("wfdb", "month.hea"), ("edf", ".edf"), ("csv", "month.csv")] {
            let outcome = try export(record, format, into: format)
            try expectSame(try file(outcome, suffix), record)
            let bytes = try outcome.lines.reduce(0) {
                $0 + (try Data(contentsOf: URL(fileURLWithPath: $1)).count)
            }
            #expect(bytes < 30_000, "\(format)")
        }
        let runs = try export(record, "bids").lines.filter { $0.hasSuffix("_physio.tsv.gz") }
        #expect(runs.count == 2 && runs[1].contains("_run-02_"))
    }

    /// A sample now and then for years is more holes than a file should be made of.
    @Test(arguments: ["wfdb", "bids"])
    func whatIsMostlyMissingIsRefused(_ format: String) throws {
        var text = "time_s,ecg_mV\n0,1\n0.001,2\n0.002,1\n"
        for hour in 1...400 { text += "\(hour * 3_000),1\n" }
        let record = try folder.write(text, to: "holes.csv")
        _ = try folder.write("{\"SamplingFrequency\": 1000}", to: "holes.json")
        let told = try export(record, format, into: "told")
        #expect(told.status == 65 && told.text.isEmpty)
        #expect(
            told.errors.contains(
                "GB would only say that samples are missing, more than 1 GB. Export it as edf or "
                    + "csv, which leave out what is missing."), "\(told.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/told"))
    }

    @Test func nothingIsWrittenOver() throws {
        let record = Datasets.record("ecg_plux_supine_1min")
        for format in ["edf", "wfdb", "csv", "rr", "fhir", "bids"] {
            let first = try export(record, format, into: format)
            #expect(first.status == 0 && !first.lines.isEmpty, "\(first.errors)")
            let before = try first.lines.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            let second = try export(record, format, into: format)
            #expect(second.status == 74 && second.text.isEmpty)
            #expect(second.errors.contains("it exists. Remove it, or choose another folder"))
            #expect(
                try first.lines.map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == before)
            let left = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String]
            #expect(left?.contains { $0.hasSuffix(".partial") } == false)
        }
    }

    @Test func aSecondSessionJoinsADataSet() throws {
        let record = Datasets.record("eda_plux_95s")
        #expect(try export(record, "bids").status == 0)
        let second = try export(record, "bids", "--bids-session", "02")
        #expect(second.status == 0, "\(second.errors)")
        #expect(!second.text.contains("dataset_description"))
        #expect(try export(record, "bids", "--bids-subject", "a b").status == 2)
    }

    @Test func whatCannotBeWrittenIs74() throws {
        let blocked = try folder.write("", to: "file")
        let outcome = try run(
            "export", Datasets.shortECG, "--to", "edf", "--output", blocked + "/inside")
        #expect(outcome.status == 74 && outcome.errors.contains("Choose another folder"))
        #expect(
            try run("export", folder.path + "/none", "--to", "edf", "--output", folder.path).status
                == 66)
        #expect(
            try run("export", Datasets.shortECG, "--to", "gdf", "--output", folder.path).status == 2
        )
    }

    /// What came before the damage is exported; the damage is told.
    @Test func aDamagedRecordingIsExportedAsFarAsItIsSound() throws {
        let from = Datasets.shortECG
        for ending in [".hea", ".dat"] {
            var data = try Data(contentsOf: URL(fileURLWithPath: from + ending))
            if ending == ".dat" { data = data.prefix(80_001) }
            _ = try folder.write(data, to: "ecg_plux_supine_1min" + ending)
        }
        let outcome = try export(folder.path + "/ecg_plux_supine_1min", "edf")
        #expect(outcome.status == 65 && outcome.errors.contains("ecg_plux_supine_1min.dat"))
        let (_, found) = try samples(try #require(outcome.lines.first))
        let (_, whole) = try samples(from)
        #expect(found[0].count > 10_000 && found[0].allSatisfy { whole[0][$0.key] == $0.value })
    }

    @Test(arguments: ["wfdb", "edf", "csv", "bids", "fhir-r4", "fhir-r5"])
    func othersReadIt(_ format: String) throws {
        let python = packageRoot() + "/.tools/venv/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "No Python with the readers at \(python). Run: make tools")
        let names =
            format.hasPrefix("fhir")
            ? ["ecg_mitdb208_scipy_5min"]
            : ["ecg_mitdb208_scipy_5min", "eda_plux_95s", "resp_plux_60s", "golden_units"]
        for name in names {
            // The last has units in which no measure is computed, of which the header tells all.
            let record =
                name == "golden_units"
                ? packageRoot() + "/Tests/RecordingsTests/Golden/" + name : Datasets.record(name)
            let outcome =
                format.hasPrefix("fhir")
                ? try export(
                    record, "fhir", "--fhir-release", String(format.suffix(2)),
                    into: name + format)
                : try export(record, format, into: name + format)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: python)
            process.arguments =
                [packageRoot() + "/Tests/EndToEndTests/Tools/check_exports.py", format, record]
                + outcome.lines
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(
                process.terminationStatus == 0,
                "\(name): \(String(decoding: output, as: UTF8.self))")
        }
    }
}
