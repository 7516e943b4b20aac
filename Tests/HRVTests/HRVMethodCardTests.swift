import HRV
import Testing

@Suite struct HRVMethodCardTests {
    /// What distinguishes a tool, in the words of its own documentation.
    @Test(arguments: [
        (HRVPreset.taskforce, HRVMeasureName.lfPower, "4 Hz cubic spline"),
        (.taskforce, .lfPower, "Welch with Hann 256 s"),
        (.taskforce, .vlfPower, "[0.0033, 0.04) Hz"),
        (.taskforce, .sampEn, "r 0.2 SD (N - 1), strictly below r"),
        (.taskforce, .dfaAlpha1, "scales 4-16, windows side by side"),
        (.taskforce, .pNN50, "strictly over 50 ms, of all differences"),
        (.kubios, .lfPower, "smoothness priors (lambda 500 at 4 Hz)"),
        (.kubios, .lfPower, "Welch with Hann 300 s"),
        (.kubios, .vlfPower, "[0, 0.04) Hz"),
        (.kubios, .dfaAlpha1, "scales 4-12"),
        (.kubios, .dfaAlpha2, "scales 13-64"),
        (.kubios, .sampEn, "at most r"),
        (.kubios, .stressIndex, "not its root; mode: median"),
        (.neurokit, .pNN50, "of all differences and one more"),
        (.neurokit, .lfPower, "100 Hz quadratic spline"),
        (.neurokit, .lfPower, "trapezoids between the bins inside the band"),
        (.neurokit, .lfNormalized, "LF / total power"),
        (.neurokit, .totalPower, "ULF [0, 0.0033) Hz + VLF [0.0033, 0.04) Hz"),
        (.neurokit, .dfaAlpha1, "scales 4-11, windows half overlapping"),
        (.neurokit, .stressIndex, "not computed by NeuroKit2 0.2.13"),
        (.physionet, .sampEn, "r 0.15 SD"),
        (.physionet, .lfPower, "Lomb-Scargle of the NN as they stand, every 1/1024 Hz"),
        (.physionet, .pNN50, "at or over 50 ms"),
        (.physionet, .rmssd, "across gaps too"),
        (.physionet, .sd2, "sqrt(2 SDNN^2 - SDSD^2 / 2)"),
        (.physionet, .heartRate, "not printed by PhysioNet Cardiovascular Signal Toolbox"),
    ])
    func namesItsParameters(_ preset: HRVPreset, _ name: HRVMeasureName, _ words: String) {
        let method = name.method(preset.definitions)
        #expect(method.contains(words), "\(preset) \(name): \(method)")
    }

    /// A choice that changes is a text that changes, in the card and in every measure that rests on
    /// it: no text is typed beside the value it speaks of.
    @Test(arguments: HRVPreset.allCases.filter { $0 != .taskforce })
    func aChangedChoiceIsSaid(_ preset: HRVPreset) {
        let (ours, theirs) = (HRVPreset.taskforce.definitions, preset.definitions)
        for choice in HRVChoice.allCases where !choice.isSame(ours, theirs) {
            let changed = choice.taken(from: theirs, into: ours)
            #expect(choice.isSame(changed, theirs))
            #expect(choice.text(changed) != choice.text(ours), "\(choice)")
            for other in HRVChoice.allCases where other != choice {
                #expect(other.isSame(changed, ours), "\(choice) took \(other) with it")
            }
            let silent = HRVMeasureName.allCases.filter { name in
                name.choices(changed).contains(choice)
                    && name.method(changed) == name.method(ours)
            }
            #expect(silent.isEmpty, "\(choice) is not said by \(silent)")
        }
    }

    /// The other way round: a measure whose method speaks of a choice lists it, or an explanation
    /// would miss it.
    @Test(arguments: HRVPreset.allCases.filter { $0 != .taskforce })
    func whatAMethodSaysIsAmongItsChoices(_ preset: HRVPreset) {
        let (ours, theirs) = (HRVPreset.taskforce.definitions, preset.definitions)
        for choice in HRVChoice.allCases where !choice.isSame(ours, theirs) {
            let changed = choice.taken(from: theirs, into: ours)
            for name in HRVMeasureName.allCases where name.method(changed) != name.method(ours) {
                #expect(name.choices(changed).contains(choice), "\(name) rests on \(choice)")
            }
        }
    }

    @Test func changedTextsHoldTheirNumbers() {
        var definitions = HRVDefinitions()
        definitions.tolerance = 0.37
        definitions.window = .seconds(123)
        definitions.resampling = .cubic(rate: 7)
        definitions.trend = .smoothnessPriors(lambda: 321)
        definitions.scalesShort = .range(5, 15)
        definitions.edges.lf = 0.05..<0.14
        #expect(HRVMeasureName.sampEn.method(definitions).contains("r 0.37 SD"))
        let power = HRVMeasureName.lfPower.method(definitions)
        for part in ["123 s", "7 Hz cubic", "lambda 321 at 7 Hz", "[0.05, 0.14) Hz"] {
            #expect(power.contains(part), "\(power)")
        }
        #expect(HRVMeasureName.dfaAlpha1.method(definitions).contains("scales 5-15"))
    }

    @Test func oursDiffersFromItselfInNothing() {
        let card = HRVMethodCard(.taskforce)
        #expect(card.lines.allSatisfy { !$0.differs })
        #expect(card.lines.map(\.choice) == HRVChoice.allCases)
        #expect(card.absent.isEmpty)
        #expect(HRVPreset.taskforce.correction == .hypothesisTests)
    }

    @Test func cardsSayWhatCannotBeChecked() {
        let kubios = HRVMethodCard(.kubios)
        #expect(kubios.notes.contains { $0.contains("No output of the program could be had") })
        #expect(kubios.notes.contains { $0.contains("the program shows its root") })
        #expect(kubios.correction.contains("Lipponen & Tarvainen (2019)"))
        let physionet = HRVMethodCard(.physionet)
        #expect(physionet.correction.contains("0.375-2 s"))
        #expect(physionet.correction.contains("more than 20 %"))
        #expect(!physionet.lines.contains { $0.choice == .resampling })
        #expect(HRVMethodCard(.neurokit).absent == [.stressIndex])
        #expect(HRVPreset.neurokit.correction == .none)
    }
}
