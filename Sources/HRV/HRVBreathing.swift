public import Biosignals
public import DSP
import RealModule

/// What stands beside HF: where breathing lies in the spectrum, and a warning if that is not the HF
/// band, for then LF and HF do not mean what they usually do.
///
/// With a measured breathing rate its peak is looked for there and nowhere else. Without one the
/// highest peak of the HF band and above is taken for breathing; one below is not, because slow
/// waves of blood pressure lie there too: it becomes a warning that says "perhaps".
/// A peak is stated only if it is clear: twice as high as the spectrum on either side of it. On 60
/// windows of 4 minutes of BIDMC (intensive care, breaths by hand) 30 have one without a measured
/// rate, 25 of them within 0.02 Hz of the breaths; no constant here was fitted to them.
/// Source: Task Force (1996), doi:10.1161/01.CIR.93.5.1043, for the band; Brown et al. (1993),
///         doi:10.1152/jappl.1993.75.5.2310, for what slow breathing does to it.
public struct HRVBreathing: Equatable, Sendable {
    /// Where people breathe, Hz: 6 to 36 a minute.
    public static let range = 0.1..<0.6
    /// Half the width of a peak, Hz: breathing at rest wanders by about that much.
    public static let halfWidth = 0.03
    /// Width of the two flanks that a peak is held against, Hz.
    static let flankWidth = 0.06
    /// How far a clear peak's mean density stands above that of either flank.
    static let prominenceMin = 2.0
    /// A bin this wide puts the peak of one wave into four bins within `halfWidth`.
    static let resolutionMax = 0.015
    /// Below it lies VLF, which rises towards 0 Hz with any trend.
    static let flankMin = 0.04

    public enum Warning: Equatable, Sendable, CustomStringConvertible {
        /// Measured, under 0.15 Hz.
        case belowHF(Hertz)
        /// Measured, 0.40 Hz or more.
        case aboveHF(Hertz)
        /// Measured, and more than half the heart rate: beats are too few to show it, and what they
        /// show of it stands at a wrong frequency.
        case fasterThanBeatsTell(Hertz)
        /// Not measured: no clear peak in HF, but one below it.
        case perhapsBelowHF(Hertz)

        public var description: String {
            switch self {
            case .belowHF(let rate):
                "Breathing at \(Self.hundredths(rate)) Hz lies in the LF band: LF and HF do not "
                    + "mean what they usually do."
            case .aboveHF(let rate):
                "Breathing at \(Self.hundredths(rate)) Hz lies above the HF band, which misses it."
            case .fasterThanBeatsTell(let rate):
                "Breathing at \(Self.hundredths(rate)) Hz is faster than half the heart rate: no "
                    + "spectrum of beats shows it where it is."
            case .perhapsBelowHF(let rate):
                "The clearest wave, at \(Self.hundredths(rate)) Hz, lies in the LF band: if it is "
                    + "breathing, LF and HF do not mean what they usually do."
            }
        }

        private static func hundredths(_ rate: Hertz) -> String {
            String((rate.value * 100).rounded() / 100)
        }
    }

    /// Breathing rate that another room measured in the same window.
    public let measured: Hertz?
    public let peak: Estimate<BreathingPeak>
    public let warning: Warning?

    /// - Parameters:
    ///   - spectrum: of the intervals, ms²/Hz.
    ///   - meanNN: their mean, which says how fast a wave they can show.
    ///   - measured: breathing rate in the same window, if another room measured it.
    public init(spectrum: PowerSpectrum, meanNN: Milliseconds, measured: Hertz? = nil) {
        let finder = BreathingPeakFinder(spectrum: spectrum, meanNN: meanNN)
        self.measured = measured
        if let measured {
            peak = finder.peak(at: measured)
            warning = Self.warning(measured, ceiling: finder.ceiling)
        } else {
            peak = finder.peakFromHFUp()
            warning = peak.value == nil ? finder.belowHF().map(Warning.perhapsBelowHF) : nil
        }
    }

    private static func warning(_ measured: Hertz, ceiling: Double) -> Warning? {
        if measured.value >= ceiling { return .fasterThanBeatsTell(measured) }
        if measured.value < HRVBands.hf.lowerBound { return .belowHF(measured) }
        return measured.value < HRVBands.hf.upperBound ? nil : .aboveHF(measured)
    }
}
