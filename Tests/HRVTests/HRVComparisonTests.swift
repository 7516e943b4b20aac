import Biosignals
import HRV
import TestKit
import Testing

@Suite struct HRVComparisonTests {
    private func comparison(_ name: String = "pyhrv_short") throws -> HRVComparison {
        let series = nn(try Golden.intervals(name))
        return try HRVComparison(
            of: series, window: Seconds(series.endSeconds.last ?? 0), usable: 1)
    }

    private func difference(
        _ name: HRVMeasureName, _ preset: HRVPreset, in comparison: HRVComparison
    ) throws -> HRVDifference {
        try #require(comparison.differences.first { $0.name == name && $0.preset == preset })
    }

    @Test func everyPresetHasItsPanel() throws {
        let comparison = try comparison()
        #expect(comparison.panels.map(\.preset) == HRVPreset.allCases)
        #expect(comparison.base == .taskforce)
        let names = comparison.differences.map(\.name)
        let order = HRVMeasureName.allCases
        #expect(names == order.flatMap { name in names.filter { $0 == name } })
        #expect(!comparison.differences.contains { $0.preset == .taskforce })
        // What is defined alike by everyone.
        #expect(!names.contains(.meanNN))
    }

    /// No difference is left without a reason, and each reason is a choice in which the two differ.
    @Test(arguments: ["pyhrv_short", "sine5min"])
    func everyDifferenceIsExplained(_ name: String) throws {
        for difference in try comparison(name).differences {
            #expect(!difference.explanations.isEmpty, "\(difference)")
            for explanation in difference.explanations {
                #expect(
                    !explanation.choice.isSame(
                        difference.preset.definitions, HRVPreset.taskforce.definitions))
                #expect(explanation.theirs != explanation.ours)
            }
        }
    }

    /// Where only one choice differs, it moves the value all the way.
    @Test func oneChoiceExplainsAllOfIt() throws {
        let found = try difference(.pNN50, .neurokit, in: comparison())
        let explanation = try #require(found.explanations.first)
        #expect(found.explanations.count == 1)
        #expect(explanation.value == found.value)
        #expect(
            explanation.text
                == "pNN50 denominator: all differences and one more (N where there is no gap) "
                + "instead of all differences")
        // 163 of 337 instead of 163 of 336.
        expect(try #require(found.relative), isClose: 336.0 / 337 - 1, within: 1e-12)
        #expect(explanation.relative == found.relative)
    }

    /// With all of the choices taken the value is theirs: the list of choices is complete.
    @Test(arguments: HRVPreset.allCases) func allChoicesTogetherAreTheTool(
        _ preset: HRVPreset
    ) throws {
        var joined = HRVDefinitions()
        for choice in HRVChoice.allCases {
            joined = choice.taken(from: preset.definitions, into: joined)
        }
        let series = nn(try Golden.intervals("pyhrv_short"))
        let (ours, theirs) = (joined.values(of: series), preset.definitions.values(of: series))
        for name in HRVMeasureName.allCases where !preset.definitions.absent.contains(name) {
            #expect(ours[name] == theirs[name], "\(name)")
        }
        // And for each measure its own choices are enough.
        for (name, value) in theirs {
            let own = name.choices(preset.definitions).reduce(HRVDefinitions()) {
                $1.taken(from: preset.definitions, into: $0)
            }
            #expect(own.value(name, of: series) == value, "\(name)")
        }
    }

    @Test func theLargestEffectComesFirst() throws {
        let found = try difference(.sampEn, .physionet, in: comparison())
        #expect(found.explanations.first?.text == "SampEn r: r 0.15 SD instead of r 0.2 SD")
        let effects = found.explanations.compactMap { $0.relative.map(abs) }
        #expect(effects == effects.sorted(by: >))
        // Without gaps nothing hangs on them.
        #expect(!found.explanations.contains { $0.choice == .gaps })
    }

    @Test func detrendingIsWhatMovesVLF() throws {
        let found = try difference(.vlfPower, .kubios, in: comparison())
        let first = try #require(found.explanations.first)
        #expect(first.choice == .trend)
        #expect(try #require(first.relative) < -0.9)
    }

    /// Lomb's sums are ms² over the mean interval in seconds: the choice alone multiplies our power.
    @Test func theUnitOfPowerIsTheMeanInterval() throws {
        let comparison = try comparison()
        let found = try difference(.hfPower, .physionet, in: comparison)
        let unit = try #require(found.explanations.first { $0.choice == .scale })
        let mean = try #require(comparison.panels[0][.meanNN].value)
        expect(try #require(unit.relative), isClose: 1_000 / mean - 1, within: 1e-12)
    }

    @Test func aWindowTooShortIsComparedInWhatItHas() throws {
        let comparison = try comparison("mitdb103_60s")
        #expect(!comparison.differences.isEmpty)
        #expect(!comparison.differences.contains { $0.name.rawValue.hasSuffix("Power") })
    }

    @Test func anotherBaseAndFewerPresets() throws {
        let series = nn(rhythm(352))
        let comparison = try HRVComparison(
            of: series, window: 300, usable: 1, presets: [.neurokit], base: .physionet)
        #expect(comparison.panels.map(\.preset) == [.neurokit])
        let found = try difference(.sampEn, .neurokit, in: comparison)
        #expect(
            found.explanations.contains { $0.text == "SampEn r: r 0.2 SD instead of r 0.15 SD" })
    }

    @Test func theSameDigitsOnEveryRun() throws {
        #expect(try comparison() == comparison())
    }
}
