extension HRVMeasureName {
    /// One-line method card: what exactly was computed, by the choices it was computed with.
    public func method(_ definitions: HRVDefinitions) -> String {
        if definitions.absent.contains(self) { return "not computed by \(definitions.tool)" }
        let text =
            switch domain {
            case .time: timeMethod(definitions)
            case .spectrum: spectrumMethod(definitions)
            case .nonlinear: nonlinearMethod(definitions)
            }
        guard definitions.derived.contains(self) else { return text }
        return text + "; not printed by \(definitions.tool), follows from what it has"
    }

    private func timeMethod(_ definitions: HRVDefinitions) -> String {
        func text(_ choice: HRVChoice) -> String { choice.text(definitions) }
        let bins =
            "bins of \(HRVText.number(NNHistogram.taskForceBin)) ms from 0"
            + (definitions.lastBin == .closed ? ", \(text(.lastBin))" : "")
        let trend = trend(definitions)
        return switch self {
        case .meanNN: "mean of the NN intervals"
        case .heartRate: "60 000 / meanNN"
        case .sdnn: "standard deviation of NN, divided by N - 1" + trend
        case .rmssd: "root mean square of differences of \(text(.neighbours))" + trend
        case .sdsd:
            "standard deviation of differences of \(text(.neighbours)), divided by N - 1" + trend
        case .nn50: "differences of \(text(.neighbours)), \(text(.limit)) 50 ms" + trend
        case .pNN50: share(50, definitions)
        case .pNN20: share(20, definitions)
        case .cvnn: "SDNN / meanNN" + trend
        case .cvsd: "RMSSD / meanNN; differences of \(text(.neighbours))" + trend
        case .lnRMSSD:
            "natural logarithm of RMSSD in ms; differences of \(text(.neighbours))" + trend
        case .hti: "N / highest bin, \(bins)" + trend
        case .tinn: "\(text(.triangle)), \(bins)" + trend
        case .stressIndex:
            "Baevsky, not its root; mode: \(text(.stressMode)); amplitude from bins of "
                + "\(HRVText.number(StressIndex.bin)) ms from 0" + trend
        case .sdann: "SD (N - 1) of the means of \(text(.segments))"
        case .sdnnIndex: "mean of the SDs (N - 1) of \(text(.segments))"
        default: rawValue
        }
    }

    private func share(_ limit: Int, _ definitions: HRVDefinitions) -> String {
        "differences of \(HRVChoice.neighbours.text(definitions)), "
            + "\(HRVChoice.limit.text(definitions)) \(limit) ms, "
            + "of \(HRVChoice.share.text(definitions)), %" + trend(definitions)
    }

    private func nonlinearMethod(_ definitions: HRVDefinitions) -> String {
        func text(_ choice: HRVChoice) -> String { choice.text(definitions) }
        let across = "SDSD / sqrt(2), the SD (N - 1) across the Poincare plot"
        let along = text(.axes)
        let pairs = " of \(text(.neighbours))"
        let windows =
            definitions.gaps == .kept
            ? "\(text(.fluctuation)); longest stretch without a gap"
            : "\(text(.fluctuation)); \(text(.gaps))"
        let trend = trend(definitions)
        return switch self {
        case .sd1: across + pairs + trend
        case .sd2: along + pairs + trend
        case .sd1sd2: "SD1 / SD2; SD2: " + along + pairs + trend
        case .ellipseArea: "pi * SD1 * SD2; SD2: " + along + pairs + trend
        case .sampEn:
            "m 2, \(text(.tolerance)) (N - 1), \(text(.match)), \(text(.templates)); "
                + (definitions.gaps == .kept ? "no template across a gap" : text(.gaps)) + trend
        case .dfaAlpha1: "\(text(.scalesShort)), \(windows)" + trend
        case .dfaAlpha2: "\(text(.scalesLong)), \(windows)" + trend
        default: rawValue
        }
    }

    private func spectrumMethod(_ definitions: HRVDefinitions) -> String {
        let spectrum = definitions.spectrumText
        let edges = definitions.edges
        let powers =
            "; " + HRVChoice.integration.text(definitions)
            + (definitions.scale == .squareMilliseconds
                ? "" : "; in " + HRVChoice.scale.text(definitions))
        let inside = "; " + HRVChoice.integration.text(definitions) + "; " + spectrum
        let whole =
            HRVChoice.normalization.text(definitions)
            + (definitions.normalization == .total ? " (\(definitions.bandNames))" : "")
        return switch self {
        case .totalPower: definitions.bandNames + powers + "; " + spectrum
        case .vlfPower: HRVText.band(edges.vlf) + powers + "; " + spectrum
        case .lfPower: HRVText.band(edges.lf) + powers + "; " + spectrum
        case .hfPower: HRVText.band(edges.hf) + powers + "; " + spectrum
        case .lfNormalized: "LF / \(whole) * 100" + inside
        case .hfNormalized: "HF / \(whole) * 100" + inside
        case .lfHfRatio:
            "LF / HF, not a measure of sympathovagal balance" + inside
        case .lfPeak: "highest bin of \(HRVText.band(edges.lf)); \(spectrum)"
        case .hfPeak: "highest bin of \(HRVText.band(edges.hf)); \(spectrum)"
        default: rawValue
        }
    }

    private func trend(_ definitions: HRVDefinitions) -> String {
        definitions.trend == .kept ? "" : "; " + HRVChoice.trend.text(definitions)
    }
}

extension HRVDefinitions {
    /// The bands of the total power, joined by plus signs.
    fileprivate var bandNames: String {
        let bands = [
            ("ULF", edges.ulf), ("VLF", edges.vlf), ("LF", edges.lf), ("HF", edges.hf),
            ("VHF", edges.vhf),
        ]
        return bands.compactMap { name, band in band.map { "\(name) \(HRVText.band($0))" } }
            .joined(separator: " + ")
    }

    /// How the spectrum was had, from the resampling to the gaps.
    fileprivate var spectrumText: String {
        func text(_ choice: HRVChoice) -> String { choice.text(self) }
        let trend = trend == .kept ? [] : [text(.trend)]
        let gaps = [text(.gaps)]
        if estimator != .welch {
            return (trend + [text(.estimator), "mean removed"] + gaps).joined(separator: ", ")
        }
        let welch = [
            text(.resampling), text(.centring),
            "\(text(.estimator)) \(text(.window)) and 50 % overlap",
        ]
        let rest = [
            padding == .none ? nil : text(.padding), lowest == .none ? nil : text(.lowest),
        ].compactMap { $0 }
        return (trend + welch + rest + gaps).joined(separator: ", ")
    }
}
