import Biosignals
import DSP
import RealModule

/// Looks for a clear peak in a spectrum of NN intervals.
struct BreathingPeakFinder {
    private let spectrum: PowerSpectrum
    /// Half the heart rate, Hz: faster waves fold back.
    let ceiling: Double

    init(spectrum: PowerSpectrum, meanNN: Milliseconds) {
        self.spectrum = spectrum
        ceiling = meanNN.value > 0 ? 500 / meanNN.value : 0
    }

    /// The peak at a rate known from elsewhere.
    func peak(at measured: Hertz) -> Estimate<BreathingPeak> {
        if let objection { return .unavailable(objection) }
        let reach = HRVBreathing.halfWidth
        guard HRVBreathing.range.contains(measured.value), measured.value < ceiling else {
            return Self.nothing("breathing lies outside the frequencies that are looked at")
        }
        let band = (measured.value - reach)..<(measured.value + reach)
        guard let peak = clearPeak(in: band) else {
            return Self.nothing("no clear peak at the measured breathing rate")
        }
        return .value(peak)
    }

    /// The highest peak from the HF band upwards.
    func peakFromHFUp() -> Estimate<BreathingPeak> {
        if let objection { return .unavailable(objection) }
        let end = min(HRVBreathing.range.upperBound, ceiling)
        guard end > HRVBands.hf.lowerBound,
            let peak = clearPeak(in: HRVBands.hf.lowerBound..<end)
        else { return Self.nothing("no clear peak from 0.15 Hz up, and no measured breathing") }
        return .value(peak)
    }

    /// A clear wave below HF that may or may not be breathing.
    func belowHF() -> Hertz? {
        guard objection == nil else { return nil }
        let band = HRVBreathing.range.lowerBound..<HRVBands.hf.lowerBound
        return clearPeak(in: band)?.frequency
    }

    private var objection: Unavailable? {
        let resolution = spectrum.resolution.value
        guard resolution > HRVBreathing.resolutionMax else { return nil }
        return .windowTooShort(
            found: Seconds(1 / resolution), needed: Seconds(1 / HRVBreathing.resolutionMax))
    }

    private static func nothing(_ reason: String) -> Estimate<BreathingPeak> {
        .unavailable(.sourceUnsuitable(because: reason))
    }

    /// The highest bin of a band, if it is a maximum and stands out from both its flanks.
    private func clearPeak(in band: Range<Double>) -> BreathingPeak? {
        let density = spectrum.density
        guard let top = spectrum.bins(in: band).max(by: { density[$0] < density[$1] }),
            top > 0, top + 1 < density.count, density[top] > 0,
            density[top - 1] <= density[top], density[top + 1] <= density[top]
        else { return nil }
        let centre = spectrum.frequency(at: top).value
        let (start, end) = (centre - HRVBreathing.halfWidth, centre + HRVBreathing.halfWidth)
        let inside = mean(start..<end)
        let left = max(HRVBreathing.flankMin, start - HRVBreathing.flankWidth)..<start
        let right = end..<(end + HRVBreathing.flankWidth)
        guard inside >= HRVBreathing.prominenceMin * max(mean(left), mean(right)) else {
            return nil
        }
        let hf = spectrum.power(in: HRVBands.hf)
        let shared = (start..<end).clamped(to: HRVBands.hf)
        return BreathingPeak(
            frequency: summit(top), resolution: spectrum.resolution,
            power: spectrum.power(in: start..<end),
            shareOfHF: hf > 0 ? min(1, spectrum.power(in: shared) / hf) : 0)
    }

    private func mean(_ band: Range<Double>) -> Double {
        spectrum.power(in: band) / (band.upperBound - band.lowerBound)
    }

    /// The parabola's top, at most half a bin from the highest bin.
    private func summit(_ top: Int) -> Hertz {
        let heights = (top - 1...top + 1).map { spectrum.density[$0] }
        let centre = spectrum.frequency(at: top)
        guard heights[0] > 0, heights[2] > 0 else { return centre }
        let (before, middle, after) = (
            Double.log(heights[0]), Double.log(heights[1]), Double.log(heights[2])
        )
        let bend = before - 2 * middle + after
        guard bend < 0 else { return centre }
        let shift = max(-0.5, min(0.5, (before - after) / (2 * bend)))
        return Hertz(centre.value + shift * spectrum.resolution.value)
    }
}
