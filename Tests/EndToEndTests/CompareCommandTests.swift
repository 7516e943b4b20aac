import Foundation
import TestKit
import Testing

/// Presets side by side through the program, against values that the tools themselves printed.
@Suite struct CompareCommandTests {
    private let series = "\(Datasets.root)/hrv_pyhrv/nni_short.txt"

    @Test func theColumnsAreWhatTheToolsPrint() throws {
        let outcome = try Program.run("healthypi-agent", "compare", series, "--json", "--no-edit")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let comparison = try JSONObject(outcome.text)
        #expect(comparison.text("base") == "taskforce")
        let presets = comparison.objects("presets")
        #expect(
            presets.map { $0.text("preset") } == ["taskforce", "kubios", "neurokit", "physionet"])
        let neurokit = presets[2].object("measures")
        func value(_ name: String) -> Double { neurokit.object(name).number("value") ?? .nan }
        // NeuroKit2 0.2.13 on this series: hrv_time(), and hrv_frequency(normalize=False).
        expect(value("rmssd"), isClose: 101.300_634_017_665, within: 1e-6 * 101)
        expect(value("sdnn"), isClose: 95.690_353_987_549, within: 1e-6 * 96)
        expect(value("pNN50"), isClose: 48.367_952_522_255, within: 1e-6 * 48)
        expect(value("tinn"), isClose: 140.625, within: 1e-6 * 140)
        expect(value("lfPower"), isClose: 1_442.546_652_602, within: 0.01 * 1_442)
        expect(value("hfPower"), isClose: 4_248.557_185_809, within: 0.01 * 4_248)
        #expect(neurokit.object("stressIndex").isNull("value"))

        let differences = comparison.objects("differences")
        #expect(differences.count > 30)
        for difference in differences {
            #expect(!difference.objects("because").isEmpty, "\(difference.members)")
            #expect(difference.text("preset") != "taskforce")
        }
        let share = differences.first {
            $0.text("measure") == "pNN50" && $0.text("preset") == "neurokit"
        }
        #expect(share?.objects("because").first?.text("choice") == "pNN50 denominator")
    }

    @Test func theTableSaysWhy() throws {
        let outcome = try Program.run("healthypi-agent", "compare", series, "--no-edit")
        #expect(outcome.status == 0)
        #expect(
            outcome.lines.contains {
                $0.hasPrefix("rmssd ") && $0.hasSuffix("ms") && $0.contains("101.301")
            })
        #expect(outcome.text.contains("  pNN50, neurokit: -0.30 %\n    pNN50 denominator: "))
        #expect(outcome.text.contains("\n  kubios: Lipponen & Tarvainen (2019)"))
    }

    @Test func aPresetThatIsNotThereEndsWith2() throws {
        let outcome = try Program.run("healthypi-agent", "hrv", series, "--preset", "matlab")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("choose one of taskforce, kubios, neurokit, physionet"))
    }
}
