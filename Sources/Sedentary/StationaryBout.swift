public import Biosignals

/// An unbroken stretch of stationary epochs.
public struct StationaryBout: Equatable, Sendable {
    /// Why a bout is over. Nil while it lasts.
    public enum End: String, Sendable {
        case movement, signalLost, sleep, recordingEnded
    }

    public let start: Seconds
    public internal(set) var end: Seconds
    /// Expected stationary time: the sum of the epochs' probabilities, in minutes.
    public internal(set) var minutes: Double
    /// Variance of that sum, minutes², neighbouring epochs being alike.
    var variance: Double
    public internal(set) var endedBy: End?

    /// Correlation of neighbouring epochs' errors: a wrong epoch rarely comes alone.
    static let errorCorrelation = 0.8

    init(start: Seconds) {
        self.start = start
        end = start
        minutes = 0
        variance = 0
    }

    mutating func extend(by epoch: Epoch, probability: Double) {
        let length = (epoch.end.value - epoch.start.value) / 60
        let inflation = 1 + 2 * Self.errorCorrelation / (1 - Self.errorCorrelation)
        end = epoch.end
        minutes += probability * length
        variance += probability * (1 - probability) * length * length * inflation
    }

    /// From this length on a bout is prolonged: the American Diabetes Association's (2016) half
    /// hour, doi:10.2337/dc16-1728.
    public static let prolongedMin = 30.0

    /// Whether it lasted, by the clock, for `prolongedMin` minutes.
    public var isProlonged: Bool { (end.value - start.value) / 60 >= Self.prolongedMin }

    /// Standard deviation of `minutes`.
    public var minutesDeviation: Double { variance.squareRoot() }

    /// 95 % interval of the stationary minutes, within what the clock allows.
    public var minutesInterval95: ClosedRange<Double> {
        let half = 1.96 * minutesDeviation
        let longest = (end.value - start.value) / 60
        return max(0, minutes - half)...max(0, min(longest, minutes + half))
    }
}
