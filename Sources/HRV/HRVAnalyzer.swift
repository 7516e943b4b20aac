public import Biosignals
import DSP

/// Computes every measure of a window of NN intervals, or says why it cannot.
///
/// A value; the same intervals give the same digits on every run and every thread.
public struct HRVAnalyzer: Sendable {
    public let preset: HRVPreset
    public let limits: HRVLimits
    private let welch: WelchSpectrum

    /// Throws: `HRVError` if a limit is outside its range.
    public init(
        preset: HRVPreset = .taskforce, limits: HRVLimits = HRVLimits()
    ) throws(HRVError) {
        try limits.check()
        self.preset = preset
        self.limits = limits
        welch = WelchSpectrum(segment: Tachogram.segmentMax, rate: Tachogram.rate)
    }

    /// - Parameters:
    ///   - nn: the intervals of the window.
    ///   - window: stated length of the window.
    ///   - usable: share of the window whose signal was usable, 0…1.
    public func panel(of nn: NNIntervals, window: Seconds, usable: Double) -> HRVPanel {
        let gate = HRVGate(nn: nn, window: window, usable: usable, limits: limits)
        let values = HRVValues(of: nn, gate: gate, welch: welch)
        let measures = HRVMeasureName.allCases.map { name in
            HRVMeasure(
                name: name, unit: name.unit, estimate: values.estimate(name), method: name.method,
                noiseFloor: nn.timingSD.flatMap { name.noiseFloor(timingSD: $0) })
        }
        return HRVPanel(
            preset: preset, window: window, usable: usable, beatsTotal: nn.beatsTotal,
            edits: nn.edits, measures: measures)
    }
}

extension HRVMeasureName {
    /// Independent errors of SD σ in the beats' times give an interval 2σ², the difference of two
    /// that follow one another 6σ².
    /// Source: Merri et al. (1990), IEEE Trans. Biomed. Eng. 37:99.
    func noiseFloor(timingSD: Milliseconds) -> Double? {
        switch self {
        case .sdnn: 2.0.squareRoot() * timingSD.value
        case .rmssd: 6.0.squareRoot() * timingSD.value
        default: nil
        }
    }
}
