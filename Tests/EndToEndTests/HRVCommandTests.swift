import Foundation
import TestKit
import Testing

@Suite struct HRVCommandTests {
    private let series = "\(Datasets.root)/hrv_pyhrv/nni_short.txt"

    @Test func aSeriesIsOneWindowWithEveryMeasure() throws {
        let outcome = try Program.run("healthypi-agent", "hrv", series, "--json", "--no-edit")
        #expect(outcome.status == 0)
        let panel = try JSONObject(outcome.text)
        #expect(panel.text("preset") == "taskforce" && panel.text("source") == "ecg")
        let measures = panel.object("measures")
        #expect(measures.members.count == 32)
        // The values of the canonical reference for this series (see HRVTests/Golden).
        let rmssd = measures.object("rmssd")
        expect(rmssd.number("value") ?? 0, isClose: 101.300_634_017_665, withinRelative: 1e-8)
        expect(
            measures.object("sdnn").number("value") ?? 0, isClose: 95.690_353_987_549_6,
            withinRelative: 1e-8)
        #expect(rmssd.text("unit") == "ms" && rmssd.text("method") != nil)
        let day = measures.object("sdann")
        #expect(day.isNull("value") && day.text("reason") == "windowTooShort")
    }

    @Test func windowsAreListed() throws {
        let outcome = try Program.run(
            "healthypi-agent", "hrv", series, "--json", "--window", "60")
        let windows = try JSONObject(outcome.text).objects("windows")
        #expect(windows.count == 5)
        #expect(windows.map { $0.object("window").number("start_s") } == [0, 60, 120, 180, 240])
        #expect(windows.allSatisfy { $0.object("measures").object("sdnn").isNull("value") })
    }

    @Test func aPulseSeriesIsNeverCalledHRV() throws {
        let outcome = try Program.run(
            "healthypi-agent", "hrv", Datasets.record("ppg_plux_rest_105s"), "--json")
        let panel = try JSONObject(outcome.text)
        #expect(panel.text("source") == "ppg")
        #expect(panel.object("measures").members.keys.allSatisfy { $0.hasPrefix("prv_") })
        #expect(panel.object("measures").object("prv_rmssd").number("value") != nil)
    }

    @Test func editsAreInTheLedger() throws {
        let folder = try TemporaryFolder()
        var rr = Array(repeating: [800, 810, 790, 805], count: 60).flatMap { $0 }
        rr[100] = 1_610  // One beat was missed here.
        let path = try folder.write(rr.map(String.init).joined(separator: "\n"), to: "rr.txt")
        let ledger = folder.path + "/edits.csv"
        let outcome = try Program.run(
            "healthypi-agent", "hrv", path, "--json", "--edits", ledger)
        let edited = try JSONObject(outcome.text).object("beats").object("edited")
        #expect(edited.number("missed") == 1)
        let lines = try String(contentsOfFile: ledger, encoding: .utf8).split(separator: "\n")
        #expect(lines.first == "window_start_s,number,kind,time_s,shift_s,cost_before,cost_after")
        #expect(lines.count == 2 && lines[1].hasPrefix("0.000,1,missed,8"))
        // Without the edit the long interval stays, and the ledger is empty.
        let undone = try Program.run("healthypi-agent", "hrv", path, "--json", "--undo", "1")
        let without = try JSONObject(undone.text)
        #expect(without.object("beats").object("edited").number("missed") == 0)
        let (mended, kept) = (
            try JSONObject(outcome.text).object("measures").object("rmssd").number("value") ?? 0,
            without.object("measures").object("rmssd").number("value") ?? 0
        )
        #expect(kept > 2 * mended)
        let unknown = try Program.run("healthypi-agent", "hrv", path, "--undo", "9")
        #expect(unknown.status == 2 && unknown.errors.contains("the ledger has 1 edits"))
    }

    /// A pulse wave that is asked for by name is no ECG, whatever else the recording holds.
    @Test func aNamedPulseChannelIsAPulse() throws {
        let outcome = try Program.run(
            "healthypi-agent", "hrv", Datasets.synthetic, "--channel", "PPG", "--json", "--live")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try JSONObject(outcome.text).text("source") == "ppg")
        let none = try Program.run("healthypi-agent", "hrv", Datasets.record("eda_plux_95s"))
        #expect(none.status == 65 && none.errors.contains("ecg"), "\(none.errors)")
    }

    /// 20 % steps down and up again are two intervals too many for Malik, one beat for us.
    @Test(arguments: [
        ("malik", "excluded", 2.0), ("none", "excluded", 0), ("hypothesis", "ectopic", 1),
    ])
    func everyRuleHasItsWay(_ rule: String, _ kind: String, _ count: Double) throws {
        let folder = try TemporaryFolder()
        var rr = Array(repeating: [800, 810, 790, 805], count: 60).flatMap { $0 }
        (rr[100], rr[101]) = (550, 1_055)
        let path = try folder.write(rr.map(String.init).joined(separator: "\n"), to: "rr.txt")
        let outcome = try Program.run(
            "healthypi-agent", "hrv", path, "--json", "--correction", rule)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let edited = try JSONObject(outcome.text).object("beats").object("edited")
        #expect(edited.number(kind) ?? 0 >= count && (count > 0 || edited.number(kind) == 0))
        let unknown = try Program.run("healthypi-agent", "hrv", path, "--correction", "magic")
        #expect(unknown.status == 2)
    }

    @Test func aTableForPeople() throws {
        let outcome = try Program.run("healthypi-agent", "hrv", series)
        #expect(outcome.text.contains("rmssd"))
        #expect(outcome.text.contains("— (windowTooShort"))
    }
}
