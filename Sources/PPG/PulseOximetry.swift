public import Biosignals
public import DSP

/// Red and infrared light to the ratio of ratios, and with a calibration to an oxygen saturation.
///
/// Input:  red and infrared, sampled together, proportional to light with a true zero, oldest
///         first; and what a `PPGProcessor` of the same rate found in the infrared, from its first
///         sample on. A sample that is not finite counts as the last one that was.
/// Output: `reading`, from the beats of the last 15 s that were accepted: both lights pulsate by
///         0.3 % or more, alike (correlation 0.9 or more), away from full scale.
/// Delay:  a beat counts when the foot after it is known.
/// Throws: `DSPError.rateOutOfRange` outside 20…4,000 Hz.
/// Source: Webster (ed.), Design of Pulse Oximeters (1997), chapters 9 and 10. Pulse height from
///         foot to peak over the line between two feet, median over five beats or more.
/// Differs: the level is the mean of the beat; that both lights have the same heart rate follows
///         from their correlation and is not asked for again.
public struct PulseOximetry: Sendable {
    private static let window: Seconds = 15
    private static let history: Seconds = 12
    private static let beatMax: Seconds = 2
    private static let beatsMin = 5
    /// Levels are means over this much to either side, against noise.
    private static let reach: Seconds = 0.02

    private struct Beat: Sendable {
        var end: Double
        var ratio: Double
        var red: Double
        var infrared: Double
    }

    private let rate: Double
    private let reach: Int
    private let calibration: OximetryCalibration?
    private let fullScale: Double?
    private var red: SampleHistory
    private var infrared: SampleHistory
    private var last: (foot: Fiducial, peak: Fiducial)?
    private var accepted: [Beat] = []
    private var refused: [(end: Double, because: OximetryBeat.Refusal)] = []

    /// - Parameters:
    ///   - fullScale: the largest value the converter gives; a beat that comes within 2 % of it is
    ///     refused. Without it a beat is refused that stands still at its top or bottom.
    public init(
        rate: Hertz, calibration: OximetryCalibration? = nil, fullScale: Double? = nil
    ) throws(DSPError) {
        guard (20...4_000).contains(rate.value) else {
            throw .rateOutOfRange(rate: rate, allowed: 20...4_000)
        }
        self.rate = rate.value
        self.calibration = calibration
        self.fullScale = fullScale
        reach = Int(Self.reach.value * rate.value)
        red = SampleHistory(holding: Int(Self.history.value * rate.value))
        infrared = red
    }

    /// Takes the next samples of both lights.
    /// - Precondition: there are as many of one as of the other.
    public mutating func process(red: [Double], infrared: [Double]) {
        precondition(red.count == infrared.count, "Red and infrared are sampled together.")
        for index in red.indices {
            self.red.append(Self.finite(red[index], after: self.red))
            self.infrared.append(Self.finite(infrared[index], after: self.infrared))
        }
        forget(before: Double(self.infrared.count) - Self.window.value * rate)
    }

    /// Takes the pulses that were found in the samples taken so far.
    public mutating func process(_ pulses: PPGOutput) {
        for (foot, peak) in zip(pulses.feet, pulses.pulses) {
            if let last { take(last.foot, last.peak, until: foot) }
            last = (foot, peak)
        }
    }

    /// A gap: no beat reaches across it. Positions go on counting.
    public mutating func interrupt() { last = nil }

    /// What the last 15 s say.
    public var reading: OximetryReading {
        let ratio = median(\.ratio)
        return OximetryReading(
            ratio: ratio, saturationPercent: saturation(at: ratio),
            redPerfusionPercent: median(\.red), infraredPerfusionPercent: median(\.infrared),
            beats: accepted.count, isCalibrated: calibration != nil)
    }

    private static func finite(_ sample: Double, after history: SampleHistory) -> Double {
        sample.isFinite ? sample : history[history.count - 1]
    }

    private mutating func take(_ foot: Fiducial, _ peak: Fiducial, until next: Fiducial) {
        let end = next.position
        forget(before: end - Self.window.value * rate)
        let length = end - foot.position
        guard length > 0, length <= Self.beatMax.value * rate, foot.position < peak.position,
            peak.position < end, min(foot.quality, peak.quality) >= SignalQuality.usableMin,
            next.quality >= SignalQuality.usableMin
        else {
            refused.append((end, .pulse))
            return
        }
        let beat = OximetryBeat(feet: (foot.position, end), peak: peak.position)
        switch beat.measure(red, infrared, reach: reach, fullScale: fullScale) {
        case .success(let light):
            accepted.append(
                Beat(
                    end: end, ratio: light.red.percent / light.infrared.percent,
                    red: light.red.percent, infrared: light.infrared.percent))
        case .failure(let refusal): refused.append((end, refusal.because))
        }
    }

    private mutating func forget(before limit: Double) {
        while let first = accepted.first, first.end < limit { accepted.removeFirst() }
        while let first = refused.first, first.end < limit { refused.removeFirst() }
    }

    private func median(_ value: KeyPath<Beat, Double>) -> Estimate<Double> {
        guard accepted.count >= Self.beatsMin else { return .unavailable(reason) }
        let sorted = accepted.map { $0[keyPath: value] }.sorted()
        return .value((sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2)
    }

    private func saturation(at ratio: Estimate<Double>) -> Estimate<Double> {
        switch ratio {
        case .unavailable(let reason): return .unavailable(reason)
        case .value(let ratio):
            guard let calibration else {
                return .unavailable(.sourceUnsuitable(because: "uncalibrated"))
            }
            guard let percent = calibration.saturationPercent(atRatio: ratio) else {
                return .unavailable(
                    .sourceUnsuitable(because: "the ratio lies below what a calibration covers"))
            }
            return .value(percent)
        }
    }

    /// Why there are too few beats: what most of the refused ones were refused for.
    private var reason: Unavailable {
        let total = accepted.count + refused.count
        guard total >= Self.beatsMin else {
            return .tooFewIntervals(found: accepted.count, needed: Self.beatsMin)
        }
        func count(_ reason: OximetryBeat.Refusal) -> Int {
            refused.count { $0.because == reason }
        }
        let words: [(OximetryBeat.Refusal, String)] = [
            (.saturated, "a light is at full scale"), (.dark, "the signal has no true zero"),
            (.weak, "perfusion index below 0.3 %"), (.unlike, "red and infrared are not alike"),
        ]
        if let most = words.max(by: { count($0.0) < count($1.0) }), count(most.0) > count(.pulse) {
            return .sourceUnsuitable(because: most.1)
        }
        return .poorSignal(
            usable: Double(accepted.count) / Double(total),
            needed: Double(Self.beatsMin) / Double(total))
    }
}
