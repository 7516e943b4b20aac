import Biosignals
import DSP

/// Tops and bottoms of pulses by multi-scale peak detection, the second opinion beside
/// `PulseDetector`: it knows no threshold and no amplitude, only order.
///
/// Input:  low-passed PPG, one sample at a time, either way up.
/// Output: indices of tops and bottoms in the input, each kind in order, never revised.
/// Delay:  the scale, 0.3…0.7 s, and 0.2 s of the decimator; the first 3 s wait for each other.
/// Source: Bishop & Ercole (2018) and Charlton et al. (2025), see `PulseScalogram`.
/// Differs: a top need be the highest within 0.7 of the best scale only, so that a beat which comes
///         early is not drowned by its neighbours, but at least within 0.3 s, so that the wave after
///         the dicrotic notch is no beat (the paper's rule, 1 and 0, on BIDMC dev: F1 97.8; so 99.1).
struct MultiscalePulseDetector: Sendable {
    struct Extremes: Sendable, Equatable {
        var tops: [Int] = []
        var bottoms: [Int] = []

        var isEmpty: Bool { tops.isEmpty && bottoms.isEmpty }

        mutating func removeAll() {
            tops.removeAll(keepingCapacity: true)
            bottoms.removeAll(keepingCapacity: true)
        }
    }

    private static let workingRate: Hertz = 20
    private static let startUp: Seconds = 3
    /// The best scale is looked up so often: a heart does not change its rate faster.
    private static let hop: Seconds = 0.25
    private static let scaleShare = 0.7
    private static let scaleMin: Seconds = 0.3
    /// Slower change is no pulse.
    private static let cutoff: Hertz = 0.5

    private let startCount: Int
    private let scaleMin: Int
    private var decimator: LinearPhaseDecimator
    private var highPass: Butterworth
    private var scalogram: PulseScalogram
    private let hop: Int
    /// 0 until the start-up is over.
    private var topScale = 0
    private var bottomScale = 0
    private var topCursor = 0
    private var bottomCursor = 0

    /// Throws: `DSPError` for a rate no filter can be made for.
    init(rate: Hertz) throws(DSPError) {
        let factor = LinearPhaseDecimator.factor(from: rate, to: Self.workingRate)
        decimator = LinearPhaseDecimator(factor: factor)
        let working = Hertz(rate.value / Double(factor))
        highPass = try Butterworth(.highPass, order: 1, cutoff: Self.cutoff, rate: working)
        scalogram = PulseScalogram(rate: working)
        startCount = Int((Self.startUp.value * working.value).rounded())
        hop = max(1, Int((Self.hop.value * working.value).rounded()))
        scaleMin = Int((Self.scaleMin.value * working.value).rounded())
    }

    /// Index of the input before which no further top will be found.
    private(set) var settled = 0
    /// The same for bottoms.
    private(set) var settledBottoms = 0

    /// Takes one sample with the polarity that now holds, +1 for pulses up.
    mutating func process(_ sample: Double, polarity: Double, into found: inout Extremes) {
        guard let slow = decimator.process(sample) else { return }
        scalogram.append(highPass.process(slow))
        if scalogram.count >= startCount { decide(polarity: polarity, into: &found) }
    }

    /// Ends the start-up of a stream that was shorter than it.
    mutating func finish(polarity: Double, into found: inout Extremes) {
        decide(polarity: polarity, into: &found)
    }

    private func place(of index: Int) -> Int {
        let end = (index + 1) * decimator.factor - 1
        return max(0, end - Int(decimator.delay.rounded()))
    }

    private mutating func decide(polarity: Double, into found: inout Extremes) {
        let isUpright = polarity >= 0
        if scalogram.count % hop == 0 || topScale == 0 {
            topScale = scale(maximum: isUpright)
            bottomScale = scale(maximum: !isUpright)
        }
        topCursor = collect(from: topCursor, topScale, maximum: isUpright, into: &found.tops)
        bottomCursor = collect(
            from: bottomCursor, bottomScale, maximum: !isUpright, into: &found.bottoms)
        settled = place(of: topCursor)
        settledBottoms = place(of: bottomCursor)
    }

    private func scale(maximum: Bool) -> Int {
        let best = Self.scaleShare * Double(scalogram.best(maximum: maximum))
        return min(max(scaleMin, Int(best + 0.5)), scalogram.scaleCount)
    }

    /// Decides as many samples as can be decided; returns the first that cannot.
    private func collect(
        from first: Int, _ scale: Int, maximum: Bool, into found: inout [Int]
    ) -> Int {
        var cursor = first
        while cursor + scale < scalogram.count {
            if scalogram.isExtreme(cursor, upTo: scale, maximum: maximum) {
                found.append(place(of: cursor))
            }
            cursor += 1
        }
        return cursor
    }
}
