import Foundation
import FoundationXML
import TestKit
import Testing

@Suite struct ReportCommandTests {
    /// The page of a recording, and what the program said.
    private func report(
        _ recording: String, map: String? = nil, isJSON: Bool = false
    ) throws -> (page: String, outcome: Program.Outcome) {
        let folder = try TemporaryFolder()
        let path = folder.path + "/report.html"
        let options = (map.map { ["--map", $0] } ?? []) + (isJSON ? ["--json"] : [])
        let outcome = try Program(
            "healthypi-agent", ["report", recording, "--output", path] + options
        ).finish()
        let page = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        #expect(outcome.text == path + "\n" || isJSON)
        return (page, outcome)
    }

    /// Bundled recordings of every kind, long and short, with and without a heart.
    @Test(arguments: [
        "ecg_plux_supine_1min", "ecg_peakdet_45s", "ppg_plux_rest_105s", "eda_plux_95s",
        "resp_plux_60s", "ppg_plux_motion_30s",
    ])
    func everyBundledRecordingHasAPage(_ name: String) throws {
        let (page, outcome) = try report(Datasets.record(name))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(XMLParser(data: Data(page.utf8)).parse(), "\(name) is not well-formed")
        for word in ["http", "src=", "url(", "NaN"] {
            #expect(!page.contains(word), "\(name): \(word)")
        }
        #expect(page.contains("<section id=\"signals\"") && page.contains("<svg class=\"plot"))
        #expect(page.contains("SHA-256"))
        #expect(page.utf8.count < 5_000_000)
    }

    @Test func theFiguresAreThoseOfTheCommands() throws {
        let record = Datasets.record("ecg_plux_rest_5min")
        let (page, outcome) = try report(record)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let hrv = try JSONObject(
            Program.run("healthypi-agent", "hrv", record, "--json").text)
        for name in ["rmssd", "sdnn", "heartRate", "hfPower", "sampEn"] {
            let value = try #require(hrv.object("measures").object(name).number("value"))
            #expect(page.contains("<data value=\"\(value)\">"), "\(name) \(value)")
        }
        #expect(page.contains("ecg_plux_rest_5min.dat<br/><code>"))
    }

    @Test func aSeriesOfIntervalsHasAPage() throws {
        let (page, outcome) = try report("\(Datasets.root)/hrv_pyhrv/nni_short.txt", isJSON: true)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let written = try JSONObject(outcome.text)
        #expect(written.number("bytes") == Double(page.utf8.count))
        #expect(written.text("path")?.hasSuffix("report.html") == true)
        #expect(page.contains("the input is nothing but intervals"))
        #expect(XMLParser(data: Data(page.utf8)).parse())
    }

    @Test func twiceTheSameBytes() throws {
        let record = Datasets.record("ecg_plux_supine_1min")
        #expect(try report(record).page == report(record).page)
    }

    @Test func noiseIsReportedAsNoise() throws {
        var generator = SeededGenerator(seed: 3)
        let rows = (0..<7_500).map { index in
            "\(Double(index) / 250),\(Double.random(in: -1...1, using: &generator))"
        }
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "time_s,ecg_mV\n" + rows.joined(separator: "\n") + "\n", to: "noise.csv")
        let (page, outcome) = try report(path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(page.contains("What could not be told, and why"))
        #expect(page.contains("a signal that is not good enough"))
        #expect(XMLParser(data: Data(page.utf8)).parse())
    }

    @Test func hostileNamesStayText() throws {
        let rows = (0..<2_500).map { "\(Double($0) / 250),\($0 % 200 == 0 ? 1 : 0)" }
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "time_s,ecg<script>alert(1)</script>_mV\n" + rows.joined(separator: "\n") + "\n",
            to: "a&b <i>.csv")
        let (page, outcome) = try report(path, map: "ecg=ecg<script>alert(1)</script>")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;"))
    }

    @Test func everyEndHasItsCode() throws {
        let folder = try TemporaryFolder()
        let record = Datasets.record("ecg_plux_supine_1min")
        let output = folder.path + "/r.html"
        let none = try Program.run(
            "healthypi-agent", "report", folder.path + "/none", "--output", output)
        #expect(none.status == 66)
        let unwritable = try Program.run(
            "healthypi-agent", "report", record, "--output", folder.path + "/no/such/r.html")
        #expect(unwritable.status == 74)
        #expect(
            unwritable.errors
                == "healthypi-agent: Cannot write \(folder.path)/no/such/r.html: "
                + "\(folder.path)/no/such is no folder that this user may write to. Choose another "
                + "with --output.\n")
        for (path, status, says) in [
            (folder.path, 74, "Cannot write \(folder.path): it is a directory. Name a file in it."),
            (
                "/dev/full", 74,
                "Cannot write /dev/full: no space is left. Free some, or write elsewhere."
            ),
            ("", 2, "--output: name the page to write, such as report.html."),
        ] as [(String, Int32, String)] {
            let refused = try Program.run("healthypi-agent", "report", record, "--output", path)
            #expect(refused.status == status)
            #expect(refused.errors == "healthypi-agent: \(says)\n")
        }
        let copy = try folder.write(
            try String(
                contentsOfFile: "\(Datasets.root)/hrv_pyhrv/nni_short.txt", encoding: .utf8),
            to: "rr.txt")
        let before = try Data(contentsOf: URL(fileURLWithPath: copy))
        let over = try Program.run("healthypi-agent", "report", copy, "--output", copy)
        #expect(over.status == 2 && over.errors.contains("is the input"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == before)
        #expect(try Program.run("healthypi-agent", "report", record).status == 2)
        #expect(!FileManager.default.fileExists(atPath: output))
    }
}
