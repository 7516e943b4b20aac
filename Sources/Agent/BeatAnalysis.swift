public import Acquisition
public import Biosignals
import DSP
import ECG
import PPG

/// A beat or pulse in a recording.
public struct FoundBeat: Equatable, Sendable {
    /// Seconds since the recording began, sub-sample.
    public let seconds: Double
    /// The nearest sample at the recording's own rate.
    public let sample: Int
    public let quality: Double
    /// What the detector knew when it decided.
    public let evidence: Fiducial.Evidence
    /// Standard deviation of the error of `seconds`, as the detector estimated it.
    public let timingSD: Seconds?
}

extension ChannelAnalysis where Finding == FoundBeat {
    /// Heart beats of the recording's first ECG channel, or pulses of its first PPG channel.
    ///
    /// - Parameter isLive: whether to say what a running agent would have said, which cannot look
    ///   ahead; else a second look has the last word.
    public init(
        beatsOf path: String, source: BeatSource, options: RecordingOptions = RecordingOptions(),
        isLive: Bool = false, isStopped: () -> Bool = { false }
    ) throws {
        switch (source, isLive) {
        case (.ecg, true):
            self = try .run(path, role: .ecg, options: options, isStopped: isStopped) {
                channel throws(DSPError) in
                try ECGProcessor(rate: channel.rate)
            } collect: {
                Self.collect($0.output.beats, $0, &$1)
            }
        case (.ecg, false):
            self = try .run(path, role: .ecg, options: options, isStopped: isStopped) {
                channel throws(DSPError) in
                try ECGReview(rate: channel.rate)
            } collect: {
                Self.collect($0.output.beats, $0, &$1)
            }
        case (.ppg, true):
            self = try .run(path, role: .ppg, options: options, isStopped: isStopped) {
                channel throws(DSPError) in
                try PPGProcessor(rate: channel.rate)
            } collect: {
                Self.collect($0.output.timedPulses, $0, &$1)
            }
        case (.ppg, false):
            self = try .run(path, role: .ppg, options: options, isStopped: isStopped) {
                channel throws(DSPError) in
                try WholeLook(pulsesAt: channel.rate)
            } collect: {
                Self.collect($0.output.timedPulses, $0, &$1)
            }
        }
    }

    private static func collect<Processor>(
        _ fiducials: [Fiducial], _ result: Track<Processor>.Result, _ findings: inout [FoundBeat]
    ) {
        for beat in fiducials {
            let seconds = result.seconds(beat.position)
            if let last = findings.last, seconds <= last.seconds { continue }
            findings.append(
                FoundBeat(
                    seconds: seconds, sample: Int((seconds * result.rate).rounded()),
                    quality: beat.quality, evidence: beat.evidence,
                    timingSD: beat.evidence.positionSD.map { Seconds($0 / result.rate) }))
        }
    }

    /// The intervals between the beats of a stretch, gaps kept as gaps.
    public func intervals(in window: Range<Double>? = nil) -> RRIntervals {
        var log = BeatLog()
        var interruption = interruptions.makeIterator()
        var next = interruption.next()
        for beat in findings {
            while let time = next, time <= beat.seconds {
                log.interrupt()
                next = interruption.next()
            }
            log.append(
                beat.seconds, quality: beat.quality, evidence: beat.evidence,
                timingSD: beat.timingSD?.value)
        }
        return log.intervals(
            in: window ?? 0..<(.infinity), longest: SessionPipeline.longestRR)
    }
}
