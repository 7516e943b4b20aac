import Biosignals
import DSP
import RealModule

/// 95 % intervals of the measures of one window of NN intervals.
///
/// Claims:  of a window shorter than five minutes, where the measure of the five minutes around it
///          lies, wherever in them the window stands; of five minutes or more, where the mean of many
///          such windows lies, taken under the same conditions. Neighbouring five minutes of a day
///          at large, whose conditions are not quite the same, differ by less than √(a² + b²) of
///          their half-widths in 86 to 97 % (RMSSD 89, SDNN 90, LF/HF 96).
/// Sums:    on the measure's `HRVErrorScale`, the variances of
///          sampling      what a window of so many beats scatters (`HRVSamplingError`);
///          unsteadiness  what a rhythm changes between windows (`HRVMeasureName.unsteadiness`);
///            both times 1 − w / 300 s while the window is part of the five minutes it speaks for;
///          edits         intervals that were made up, `HRVMeasureName.editError`.
/// Then:    wide enough for the measure with and without the errors of the beats' times
///          (`HRVJitterShift`); inside the measure's range; around the value.
/// Nil:     where no model exists (`HRVMeasureName.errorScale`), where the value has no place on its
///          scale, as the logarithm of 0, and where the intervals do not scatter at all.
/// Model:   that of RMSSD follows the scheme of short windows with a criterion stated beforehand:
///          Shaffer, Meehan & Zerr (2020), doi:10.3389/fnins.2020.594880.
struct HRVUncertainty {
    /// The window that the field compares.
    static let fiveMinutes = 300.0
    /// Of the standard normal distribution.
    static let quantile = 1.959_963_984_540_054
    let sampling: HRVSamplingError
    private let jitter: HRVJitterShift?
    private let window: Double
    private let stretch: Double
    private let edited: Double

    /// Nil unless there are adjacent intervals and they scatter.
    init?(of nn: NNIntervals, window: Seconds, spectrum: PowerSpectrum?) {
        guard let sampling = HRVSamplingError(of: nn, spectrum: spectrum) else { return nil }
        self.sampling = sampling
        self.window = window.value
        jitter = HRVJitterShift(sampling)
        stretch = nn.duration(of: nn.longestStretch)
        edited = Self.edited(nn)
    }

    /// Around `value`, in the measure's unit.
    func interval95(of name: HRVMeasureName, value: Double) -> ClosedRange<Double>? {
        guard let scale = name.errorScale(differences: sampling.differences.count),
            let error = squaredError(of: name)
        else { return nil }
        return scale.interval(
            around: value, reach: Self.quantile * error.squareRoot(),
            shift: jitter?.shift(of: name, value: value) ?? 0)
    }

    /// On the measure's scale.
    func squaredError(of name: HRVMeasureName) -> Double? {
        let seconds = name.needsStretch ? min(window, stretch) : window
        guard seconds > 0, let scatter = sampling.squared(name) else { return nil }
        let rate = name.unsteadinessOfRate * sampling.relativeDeviation
        let change = (name.unsteadiness * name.unsteadiness + rate * rate) / seconds
        let edits = name.editError * edited
        return (scatter + change) * Self.unseen(after: seconds) + edits * edits
    }

    /// Share of what the value stands for that the window has not seen.
    private static func unseen(after seconds: Double) -> Double {
        seconds < fiveMinutes * HRVGate.slack ? 1 - seconds / fiveMinutes : 1
    }

    /// Share of the beats that are the editor's work, by its ledger or by its marks.
    private static func edited(_ nn: NNIntervals) -> Double {
        let marked = Double(nn.isReconstructed.count { $0 }) / Double(max(1, nn.count))
        // A beat put elsewhere makes two intervals anew.
        return max(nn.edits.percent(ofBeats: nn.beatsTotal) / 100, marked / 2)
    }
}
