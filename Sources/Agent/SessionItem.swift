public import Biosignals
public import HRV
public import Insights
public import Respiration
public import Sedentary

/// Where pulses and beats come from.
public enum BeatSource: String, Sendable { case ecg, ppg }

/// A beat or pulse as the store keeps it.
public struct TimedBeat: Equatable, Sendable {
    public let source: BeatSource
    /// Seconds since the recording began, fraction of a sample included.
    public let seconds: Double
    public let quality: Double
}

/// Everything a session finds, in order of time.
public enum SessionItem: Equatable, Sendable {
    /// Seconds since the recording began.
    public struct Window: Equatable, Sendable {
        public let start: Double
        public let end: Double
        public let usable: Double
    }

    /// One number with its unit, or why there is none.
    public struct Measure: Equatable, Sendable {
        public let name: String
        public let unit: String
        public let estimate: Estimate<Double>
    }

    case heartRate(Window, source: BeatSource, Estimate<Double>)
    case hrv(Window, source: BeatSource, HRVPanel)
    /// The breathing rate, and what it was taken from.
    case breathing(Window, source: RespirationEstimate.Source, Estimate<Double>)
    /// What red and infrared light say; the saturation is null without a calibration.
    case oximetry(Window, [Measure])
    /// Levels and responses of the skin, temperature.
    case measures(Window, source: ChannelRole, [Measure])
    /// Since the first of these seconds a channel is usable, or is not; told at the last.
    case quality(channel: Int, seconds: Range<Int>, SignalQuality)
    case gap(channel: Int, Gap)
    case epoch(Epoch)
    case boutEnded(StationaryBout)
    case insight(Insight, digests: [String: [String]])
}
