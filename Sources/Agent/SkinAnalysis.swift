public import Acquisition
import Biosignals
import DSP
import EDA

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
    ///
    /// - Parameter isLive: whether to say what a running agent would have said, which cannot look
    ///   ahead; else the whole is taken apart at once.
    public init(
        skinOf path: String, options: RecordingOptions = RecordingOptions(), isLive: Bool = false,
        isStopped: () -> Bool = { false }
    ) throws {
        if isLive {
            self = try .run(path, role: .eda, options: options, isStopped: isStopped) {
                channel throws(DSPError) in
                try EDAProcessor(rate: channel.rate, unit: channel.unit)
            } collect: {
                Self.collect($0, &$1)
            }
        } else {
            self = try .run(path, role: .eda, options: options, isStopped: isStopped) {
                channel throws(DSPError) in
                try WholeLook(skinAt: channel.rate, unit: channel.unit)
            } collect: {
                Self.collect($0, &$1)
            }
        }
    }

    private static func collect<Processor>(
        _ result: Track<Processor>.Result, _ findings: inout [SkinFinding]
    ) where Processor.Output == EDAOutput {
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
