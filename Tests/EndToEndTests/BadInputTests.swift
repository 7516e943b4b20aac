import Foundation
import TestKit
import Testing

/// Each kind of bad input: one line that says what, where and what to do, the contract's exit
/// code, and everything that was sound before the damage.
@Suite struct BadInputTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func expectOneLine(
        _ outcome: Program.Outcome, status: Int32, _ parts: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
        for part in parts {
            #expect(
                outcome.errors.contains(part), "\(outcome.errors) lacks \(part)",
                sourceLocation: sourceLocation)
        }
    }

    private func copyRecord(_ name: String, truncatedTo bytes: Int? = nil) throws -> String {
        let from = Datasets.record(name)
        let header = try String(contentsOfFile: from + ".hea", encoding: .utf8)
        _ = try folder.write(header, to: name + ".hea")
        var data = try Data(contentsOf: URL(fileURLWithPath: from + ".dat"))
        if let bytes { data = data.prefix(bytes) }
        _ = try folder.write(data, to: name + ".dat")
        return folder.path + "/" + name
    }

    @Test func aMissingFileIs66() throws {
        let outcome = try Program.run("healthypi-agent", "replay", folder.path + "/none")
        expectOneLine(outcome, status: 66, "none", "Cannot open")
    }

    @Test func aDirectoryIs66() throws {
        let outcome = try Program.run("healthypi-agent", "replay", folder.path)
        expectOneLine(outcome, status: 66, "directory")
    }

    @Test func aTruncatedSignalFileDeliversWhatIsThere() throws {
        let record = try copyRecord("ecg_plux_supine_1min", truncatedTo: 80_001)
        let outcome = try Program.run("healthypi-agent", "beats", record)
        expectOneLine(outcome, status: 65, "ecg_plux_supine_1min.dat")
        let whole = try Program.run("healthypi-agent", "beats", Datasets.shortECG)
        #expect(outcome.lines.count > 20)
        let sound = outcome.lines.dropLast(3)
        #expect(Array(whole.lines.prefix(sound.count)) == Array(sound))
    }

    @Test func aReplayOfATruncatedFileStillEndsItsSession() throws {
        let record = try copyRecord("ecg_plux_supine_1min", truncatedTo: 80_001)
        let outcome = try Program.run("healthypi-agent", "replay", record, "--events", "-")
        #expect(outcome.status == 65)
        let last = try JSONObject(try #require(outcome.lines.last))
        #expect(last.object("data").text("ended_by") == "damaged")
    }

    @Test func aHeaderThatPromisesMoreThanThereIs() throws {
        let record = try copyRecord("ecg_plux_supine_1min")
        let header = try String(contentsOfFile: record + ".hea", encoding: .utf8)
        _ = try folder.write(
            header.replacingOccurrences(of: " 60000", with: " 90000"),
            to: "ecg_plux_supine_1min.hea")
        let outcome = try Program.run("healthypi-agent", "beats", record)
        expectOneLine(outcome, status: 65, "ecg_plux_supine_1min.dat")
        #expect(outcome.lines.count > 50)
    }

    @Test(arguments: [
        ("r 1 250 10\nr.dat 16 0/mV 16 0 0 0 0 ECG\n", "gain"),
        ("r 1 250 10\nr.dat 999 200/mV 16 0 0 0 0 ECG\n", "999"),
        ("r 1 250 10\nr.dat 16 5e-324/V 16 0 0 0 0 ECG\n", "gain"),
        ("r 1 1e-300 10\nr.dat 16 200/mV 16 0 0 0 0 ECG\n", "frequency"),
        ("r 1 -250 10\nr.dat 16 200/mV 16 0 0 0 0 ECG\n", "r.hea"),
        ("", "r.hea"),
    ])
    func aBadHeaderIs65(_ header: String, _ part: String) throws {
        _ = try folder.write(header, to: "r.hea")
        _ = try folder.write(Data(count: 20), to: "r.dat")
        expectOneLine(
            try Program.run("healthypi-agent", "replay", folder.path + "/r"), status: 65, part)
    }

    @Test func aNaNInACSVIs65AtItsLine() throws {
        var text = "time_s,ecg_mV\n"
        for row in 0..<2_000 {
            text += "\(Double(row) / 250),\(row == 1_500 ? "NaN" : String(row % 7))\n"
        }
        let path = try folder.write(text, to: "bad.csv")
        let outcome = try Program.run("healthypi-agent", "replay", path)
        expectOneLine(outcome, status: 65, "bad.csv", "1502")
        #expect(outcome.text.contains("0:00:06"), "six seconds were sound")
    }

    @Test func anOutputIsNeverAnInput() throws {
        let text = "time_s,ecg_mV\n" + (0..<500).map { "\(Double($0) / 250),\($0 % 7)\n" }.joined()
        let recording = try folder.write(text, to: "in.csv")
        expectOneLine(
            try Program.run("healthypi-agent", "replay", recording, "--events", recording),
            status: 2, "in.csv", "destroy")
        #expect(try String(contentsOfFile: recording, encoding: .utf8) == text)
        let series = try folder.write("800\n810\n790\n", to: "rr.txt")
        expectOneLine(
            try Program.run("healthypi-agent", "hrv", series, "--edits", series), status: 2,
            "rr.txt", "destroy")
        let events = try folder.write("precious", to: "events")
        _ = try Program.run(
            "healthypi-agent", "replay", folder.path + "/none", "--events", events)
        #expect(try String(contentsOfFile: events, encoding: .utf8) == "precious")
    }

    @Test(arguments: [("1e12\n1e12\n", "10 minutes"), ("800\n1e300\n800\n", "10 minutes")])
    func anIntervalOfYearsIsNone(_ text: String, _ part: String) throws {
        let path = try folder.write(text, to: "rr.txt")
        expectOneLine(
            try Program.run("healthypi-agent", "hrv", path, "--window", "10"), status: 65,
            "rr.txt", part)
    }

    /// A long pause costs neither time nor a null for every minute of it.
    @Test func aPauseOfYearsIsPassedOver() throws {
        var text = "time_s,resp_mV,ecg_mV\n"
        for start in [0.0, 3e9] {
            for row in 0..<3_000 {
                text += "\(start + Double(row) / 50),\(row % 150),\(row % 40 == 0 ? 1 : 0)\n"
            }
        }
        let path = try folder.write(text, to: "pause.csv")
        for arguments in [
            ["respiration", path], ["hrv", path, "--window", "10", "--json"],
            ["stationary", path], ["replay", path],
        ] {
            let outcome = try Program("healthypi-agent", arguments).finish()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.count < 2_000_000)
        }
        let annotated = try Program.run(
            "healthypi-agent", "beats", path, "--format", "wfdb", "--output", folder.path)
        #expect(annotated.status == 0, "\(annotated.errors)")
    }

    @Test func aRateOfYearsPerSampleIs65() throws {
        let path = try folder.write("temp_C\n36.5\n36.6\n", to: "slow.csv")
        expectOneLine(
            try Program.run("healthypi-agent", "replay", path, "--rate", "1e-6"), status: 65,
            "slow.csv", "0.01")
    }

    @Test func anEmptyRRFileIs65() throws {
        let path = try folder.write("rr_ms\n", to: "rr.txt")
        expectOneLine(
            try Program.run("healthypi-agent", "hrv", path), status: 65, "rr.txt")
    }

    @Test func secondsInsteadOfMillisecondsIs65WithTheRemedy() throws {
        let text = Array(repeating: "0.81\n0.79\n", count: 200).joined()
        let path = try folder.write(text, to: "rr.txt")
        expectOneLine(
            try Program.run("healthypi-agent", "hrv", path), status: 65, "rr.txt", "--unit s")
        #expect(try Program.run("healthypi-agent", "hrv", path, "--unit", "s").status == 0)
    }

    @Test func aChannelThatIsNotThereListsWhatIs() throws {
        expectOneLine(
            try Program.run("healthypi-agent", "eda", Datasets.shortECG), status: 65, "eda",
            "ECG")
    }

    @Test func aRecordingWithoutAKnownChannelListsWhatThereIs() throws {
        var text = "time_s,mystery_mV\n"
        for row in 0..<2_000 { text += "\(Double(row) / 250),\(row % 7)\n" }
        let path = try folder.write(text, to: "mystery.csv")
        expectOneLine(
            try Program.run("healthypi-agent", "replay", path), status: 65, "mystery", "--map")
        let mapped = try Program.run("healthypi-agent", "replay", path, "--map", "ecg=mystery")
        #expect(mapped.status == 0)
    }

    @Test func aRateThatAProcessorCannotTakeSetsOnlyThatChannelAside() throws {
        var text = "ecg_mV,ppg\n"
        for row in 0..<30_000 { text += "\(row % 7),\(row % 5)\n" }
        let path = try folder.write(text, to: "slow.csv")
        let outcome = try Program.run("healthypi-agent", "replay", path, "--rate", "30")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("ecg is left out"))
    }

    @Test(arguments: [
        ["replay"], ["replay", "x", "--speed", "fast"], ["nonsense"],
        ["hrv", "x", "--window", "-3"], ["beats", "x", "--map", "heart=II"],
        ["beats", "x", "--format", "wfdb"], ["replay", "x", "--speed", "5e-324x"],
        ["replay", "x", "--drain", "1e19"], ["replay", "x", "--start", "yesterday"],
    ])
    func aWrongCommandLineIs2(_ arguments: [String]) throws {
        let outcome = try Program("healthypi-agent", arguments).finish()
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
    }

    @Test func whatCannotBeWrittenIs74() throws {
        let outcome = try Program.run(
            "healthypi-agent", "replay", Datasets.shortECG, "--events", "/nowhere/events")
        expectOneLine(outcome, status: 74, "/nowhere/events")
    }

    @Test func helpNamesAnExample() throws {
        for command in [
            ["--help"], ["replay", "--help"], ["beats", "--help"], ["hrv", "--help"],
        ] {
            let outcome = try Program("healthypi-agent", command).finish()
            #expect(outcome.status == 0)
            #expect(outcome.text.contains("xample"))
        }
    }
}
