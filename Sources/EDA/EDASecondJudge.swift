import Biosignals
import DSP

/// Judges whole seconds of skin conductance from its raw and its low-passed samples.
///
/// Source: Kleckner et al. (2018), doi:10.1109/TBME.2017.2758643: 0.05 to 60 µS, at most 10 µS/s.
/// Differs: a rise of more than 20 % of the level in a second, which others refuse, is not: true
///         responses on a low level, and of 3 µS on 13 µS (neurokit_eventrelated), are as steep.
struct EDASecondJudge: Sendable {
    /// Whether a low-passed sample can be skin conductance at all.
    enum Contact { case lost, sound }

    /// What the low-passed samples of one second came to.
    struct Smooth: Sendable, Equatable {
        var index = 0
        var count = 0
        var pivot = 0.0
        var sum = 0.0
        var squares = 0.0
        var moment = 0.0
        /// Largest absolute slope, µS/s.
        var steepest = 0.0

        var mean: Double { count > 0 ? pivot + sum / Double(count) : 0 }

        /// Mean squared distance from the least-squares line.
        var detrendedVariance: Double {
            guard count > 2 else { return 0 }
            let number = Double(count)
            let level = sum / number
            let covariance = moment / number - (number - 1) / 2 * level
            let explained = covariance * covariance * 12 / (number * number - 1)
            return max(0, squares / number - level * level - explained)
        }

        mutating func add(_ value: Double, slope: Double) {
            if count == 0 { pivot = value }
            let offset = value - pivot
            sum += offset
            squares += offset * offset
            moment += offset * Double(count)
            count += 1
            steepest = max(steepest, slope)
        }
    }

    static let levelMin: Microsiemens = 0.05
    static let levelMax: Microsiemens = 60
    /// µS/s.
    static let slopeMax = 10.0
    private static let flatMin: Seconds = 5
    /// What a second holds beyond its straight line and the bend of a response, standard deviation
    /// in µS.
    private static let noiseBegins: Microsiemens = 0.03
    private static let noiseEnds: Microsiemens = 0.2
    /// The same as a share of the level, for a channel whose unit is unknown.
    private static let noiseShareMax = 0.1

    let isCalibrated: Bool

    func contact(_ level: Double, slope: Double) -> Contact {
        guard isCalibrated else { return .sound }
        let isInside = level >= Self.levelMin.value && level <= Self.levelMax.value
        return isInside && slope <= Self.slopeMax ? .sound : .lost
    }

    func judge(_ raw: RawSecond, _ smooth: Smooth) -> SignalQuality {
        if Double(raw.replaced) > 0.1 * Double(raw.count) { return refused(.gap) }
        if isCalibrated, raw.lowest < Self.levelMin.value { return refused(.leadOff) }
        if isCalibrated, raw.highest > Self.levelMax.value { return refused(.implausible) }
        if raw.longestRun >= Self.flatMin.value { return refused(.flat) }
        if isCalibrated, smooth.steepest > Self.slopeMax { return refused(.motion) }
        let noise = max(0, raw.detrendedVariance - smooth.detrendedVariance).squareRoot()
        guard isCalibrated else {
            return noise > Self.noiseShareMax * abs(raw.mean) ? refused(.noise) : .clean
        }
        let begin = Self.noiseBegins.value
        let share = (noise - begin) / (Self.noiseEnds.value - begin)
        guard share > 0 else { return .clean }
        return SignalQuality(score: max(0, 1 - share), reasons: [.noise])
    }

    private func refused(_ reason: SignalQuality.Reason) -> SignalQuality {
        SignalQuality(score: 0, reasons: [reason])
    }
}
