public import Acquisition
public import Biosignals
import DSP
import ECG
import EDA
import PPG
import Respiration

/// One channel of a recording through its processor, from the first sample to the last: what the
/// commands `beats`, `hrv`, `eda` and `respiration` show of the same core that `replay` runs.
///
/// Everything sound before a damaged place is in the results; the damage stands beside them.
public struct ChannelAnalysis<Finding: Sendable>: Sendable {
    public let channel: Channel
    public let recording: String
    /// Findings in order of time, positions in seconds since the recording began.
    public internal(set) var findings: [Finding] = []
    /// Seconds behind a gap: no interval reaches over one.
    public internal(set) var interruptions: [Double] = []
    /// Seconds of signal read.
    public internal(set) var duration = 0.0
    public internal(set) var damage: AcquisitionError?
    public internal(set) var wasStopped = false
    var log = SecondLog()

    /// Share of the recording's seconds that were usable, 0…1.
    public var usable: Double {
        Double(log.usableTotal) / max(Double(log.total), duration.rounded(.down), 1)
    }

    /// Share of usable seconds in a stretch of the recording.
    public func usable(in window: Range<Double>) -> Double {
        log.usable(
            in: Int(window.lowerBound)..<max(Int(window.lowerBound) + 1, Int(window.upperBound)))
    }

    /// Runs a processor over the first channel with the role.
    static func run<Processor: SignalProcessor>(
        _ path: String, role: ChannelRole, options: RecordingOptions,
        isStopped: () -> Bool, processor make: (Channel) throws(DSPError) -> Processor,
        collect: (Track<Processor>.Result, inout [Finding]) -> Void
    ) throws -> ChannelAnalysis {
        let reader = try RecordingReader(opening: path, options: options)
        guard let index = reader.channels.firstIndex(where: { $0.role == role }) else {
            throw SessionError.noChannel(
                role: role, recording: path, found: reader.channels.map(\.name))
        }
        let channel = reader.channels[index]
        var analysis = ChannelAnalysis(channel: channel, recording: reader.name)
        var track: Track<Processor>
        do {
            track = try Track(
                channel: index, channel, processor: try make(channel), beginningAt: 0)
        } catch {
            throw SessionError.cannotProcess(recording: path, because: "\(error)")
        }
        func add(_ result: Track<Processor>.Result) {
            collect(result, &analysis.findings)
            for judged in result.output.seconds {
                analysis.log.append(second: result.second(judged.index), judged)
            }
        }
        var blocks: [SignalBlock] = []
        var ending: ReadingEnd?
        while true {
            ending = reader.step(into: &blocks, isStopped: isStopped)
            guard ending == nil else { break }
            for block in blocks where block.channel == index {
                if let (gap, ended) = track.gap(before: block) {
                    if let ended { add(ended) }
                    analysis.interruptions.append(Double(gap.upperBound) / channel.rate.value)
                }
                add(track.process(block))
                analysis.duration = Double(block.end) / channel.rate.value
            }
        }
        analysis.damage = ending?.damage
        analysis.wasStopped = ending == .stopped
        if let last = track.finish() { add(last) }
        return analysis
    }
}
