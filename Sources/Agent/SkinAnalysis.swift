public import Acquisition
public import Biosignals
import DSP
import EDA
import Respiration

/// What the skin showed: a tonic level a second, and responses, in seconds since the recording
/// began.
public enum SkinFinding: Sendable {
    case level(second: Int, microsiemens: Double)
    case response(
        onset: Double, peak: Double, amplitudeMicrosiemens: Double, riseSeconds: Double,
        halfRecoverySeconds: Double?)
}

extension ChannelAnalysis where Finding == SkinFinding {
    /// The recording's first EDA channel.
    public init(
        skinOf path: String, options: RecordingOptions = RecordingOptions(),
        isStopped: () -> Bool = { false }
    ) throws {
        self = try .run(path, role: .eda, options: options, isStopped: isStopped) {
            channel throws(DSPError) in
            try EDAProcessor(rate: channel.rate, unit: channel.unit)
        } collect: { result, findings in
            for level in result.output.levels {
                findings.append(
                    .level(second: result.second(level.second), microsiemens: level.level.value))
            }
            for response in result.output.responses {
                findings.append(
                    .response(
                        onset: result.seconds(response.onset), peak: result.seconds(response.peak),
                        amplitudeMicrosiemens: response.amplitude.value,
                        riseSeconds: response.rise.value,
                        halfRecoverySeconds: response.halfRecovery?.value))
            }
        }
    }
}

/// A breath, in seconds since the recording began.
public struct FoundBreath: Equatable, Sendable {
    public let seconds: Double
    public let quality: Double
}

extension ChannelAnalysis where Finding == FoundBreath {
    /// The recording's first respiration channel.
    public init(
        breathsOf path: String, options: RecordingOptions = RecordingOptions(),
        isStopped: () -> Bool = { false }
    ) throws {
        self = try .run(path, role: .respiration, options: options, isStopped: isStopped) {
            channel throws(DSPError) in
            try RespirationProcessor(rate: channel.rate)
        } collect: { result, findings in
            for breath in result.output.breaths {
                findings.append(
                    FoundBreath(
                        seconds: result.seconds(breath.position), quality: breath.quality))
            }
        }
    }
}

extension ChannelAnalysis where Finding == FoundBreath {
    /// The minutes of the recording in which there was a signal to judge.
    public var minutes: [Range<Double>] {
        let starts = Set(log.entries.map { $0.second / 60 * 60 }).sorted()
        return starts.map { Double($0)..<min(Double($0 + 60), max(duration, Double($0) + 1)) }
    }

    /// Breaths a minute within a stretch, by the same rule as in a session.
    public func rate(in window: Range<Double>) -> Estimate<Double> {
        var breaths = BeatLog()
        for breath in findings { breaths.append(breath.seconds, quality: breath.quality) }
        return SessionPipeline.breathingRate(
            breaths.intervals(in: window, longest: SessionPipeline.longestBreath),
            usable: usable(in: window))
    }
}
