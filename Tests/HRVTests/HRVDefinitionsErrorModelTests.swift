import Biosignals
import TestKit
import Testing

@testable import HRV

@Suite struct HRVDefinitionsErrorModelTests {
    @Test func oursShareAll() {
        let ours = HRVPreset.taskforce.definitions
        #expect(HRVMeasureName.allCases.allSatisfy { ours.sharesErrorModel(of: $0) })
    }

    /// An interval fitted to one definition says nothing of another.
    @Test func othersOnlyWhatIsTheSame() throws {
        let kubios = HRVPreset.kubios.definitions
        #expect(kubios.sharesErrorModel(of: .meanNN))
        #expect(!kubios.sharesErrorModel(of: .sdnn), "its trend is taken out")
        let neurokit = HRVPreset.neurokit.definitions
        #expect(neurokit.sharesErrorModel(of: .rmssd) && neurokit.sharesErrorModel(of: .sdnn))
        #expect(!neurokit.sharesErrorModel(of: .hfPower))
        #expect(!neurokit.sharesErrorModel(of: .tinn))
        let physionet = HRVPreset.physionet.definitions
        #expect(!physionet.sharesErrorModel(of: .sampEn))
        #expect(!physionet.sharesErrorModel(of: .dfaAlpha1))
        let panel = try HRVAnalyzer(preset: .physionet).panel(
            of: nn(rhythm(352)), window: 300, usable: 1)
        let measures = panel.measures.filter { $0.estimate.value != nil }
        #expect(measures.contains { $0.name == .rmssd && $0.interval95 != nil })
        #expect(measures.contains { $0.name == .hfPower && $0.interval95 == nil })
    }
}
