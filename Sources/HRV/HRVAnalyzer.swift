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
    ///   - rhythm: why the rhythm allows no heart rate variability; nil if it does.
    public func panel(
        of nn: NNIntervals, window: Seconds, usable: Double, rhythm: Unavailable? = nil
    ) -> HRVPanel {
        let gate = HRVGate(
            nn: nn, window: window, usable: usable, limits: limits, rhythm: rhythm)
        let values = HRVValues(of: nn, gate: gate, welch: welch)
        let mean = TimeDomain.mean(nn.milliseconds).map { Milliseconds($0) }
        let uncertainty = HRVUncertainty(of: nn, window: window, spectrum: values.spectrum)
        let measures = HRVMeasureName.allCases.map { name in
            let estimate = values.estimate(name)
            return HRVMeasure(
                name: name, unit: name.unit, estimate: estimate, method: name.method,
                noiseFloor: nn.timingSD.flatMap { timingSD in
                    mean.flatMap { name.noiseFloor(timingSD: timingSD, meanNN: $0) }
                },
                interval95: estimate.value.flatMap { uncertainty?.interval95(of: name, value: $0) })
        }
        return HRVPanel(
            preset: preset, window: window, usable: usable, beatsTotal: nn.beatsTotal,
            edits: nn.edits, measures: measures)
    }
}
