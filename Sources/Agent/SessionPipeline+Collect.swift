import Biosignals
import ECG
import EDA
import Insights
import PPG
import Respiration

/// From the processors' output to the logs that the windows are computed from.
extension SessionPipeline {
    mutating func processECG(_ block: SignalBlock) {
        if let track = ecg, heartBreathing == nil {
            heartBreathing = BeatBreathing(source: .ecg, rate: Hertz(track.rate))
        }
        drive(
            \.ecg, block, feed: { $0.heartBreathing?.append(block.samples, at: $1) },
            collect: { $0.collectECG($1) },
            gap: {
                $0.heart.interrupt()
                $0.rolling.interrupt()
                $0.heartBreathing?.interrupt()
            })
    }

    mutating func processPPG(_ block: SignalBlock) {
        if let track = ppg, pulseBreathing == nil {
            pulseBreathing = BeatBreathing(source: .ppg, rate: Hertz(track.rate))
        }
        drive(
            \.ppg, block, feed: { $0.pulseBreathing?.append(block.samples, at: $1) },
            collect: { $0.collectPPG($1) },
            gap: {
                $0.pulse.interrupt()
                $0.sights?.pulse.interrupt()
                $0.pulseBreathing?.interrupt()
            })
    }

    mutating func processEDA(_ block: SignalBlock) {
        drive(\.eda, block, collect: { $0.collectEDA($1) }, gap: { _ in })
    }

    mutating func processRespiration(_ block: SignalBlock) {
        drive(\.respiration, block, collect: { $0.collectRespiration($1) }, gap: { _ in })
    }

    /// A block through its track; before it, what a gap ends.
    ///
    /// - Parameter feed: takes the samples too, and the second of the session they begin at.
    private mutating func drive<Processor>(
        _ path: WritableKeyPath<SessionPipeline, Track<Processor>?>, _ block: SignalBlock,
        feed: (inout SessionPipeline, Double) -> Void = { _, _ in },
        collect: (inout SessionPipeline, Track<Processor>.Result) -> Void,
        gap interrupt: (inout SessionPipeline) -> Void
    ) {
        guard var track = self[keyPath: path] else { return }
        self[keyPath: path] = nil  // The only copy, so that its buffers are changed in place.
        if let (gap, ended) = track.gap(before: block) {
            if let ended { collect(&self, ended) }
            missing(gap, of: block.channel)
            interrupt(&self)
        }
        feed(&self, Double(block.start) / track.rate)
        collect(&self, track.process(block))
        self[keyPath: path] = track
    }

    mutating func collectECG(_ result: Track<ECGProcessor>.Result) {
        for beat in result.output.beats {
            let time = result.seconds(beat.position)
            heart.append(
                time, quality: beat.quality, evidence: beat.evidence,
                timingSD: beat.evidence.positionSD.map { $0 / result.rate })
            rolling.append(time, quality: beat.quality, evidence: beat.evidence)
            append(TimedBeat(source: .ecg, seconds: time, quality: beat.quality))
        }
        heartBreathing?.append(result.output.beats)
        judge(result.output.seconds, of: result.channel, result.second)
    }

    mutating func collectPPG(_ result: Track<PPGProcessor>.Result) {
        for beat in result.output.timedPulses {
            let time = result.seconds(beat.position)
            pulse.append(
                time, quality: beat.quality, evidence: beat.evidence,
                timingSD: beat.evidence.positionSD.map { $0 / result.rate })
            if ecg == nil {
                sights?.pulse.append(time, quality: beat.quality, evidence: beat.evidence)
            }
            append(TimedBeat(source: .ppg, seconds: time, quality: beat.quality))
        }
        pulseBreathing?.append(result.output.pulses)
        oximeter?.append(
            result.output, from: Int((result.originSeconds * result.rate).rounded()))
        judge(result.output.seconds, of: result.channel, result.second)
    }

    mutating func collectEDA(_ result: Track<EDAProcessor>.Result) {
        for response in result.output.early {
            sights?.note(
                .init(
                    channel: result.channel, seconds: result.seconds(response.onset),
                    quality: response.quality, isBreath: false))
        }
        for level in result.output.levels {
            skin.levels.append((result.second(level.second), level.level.value))
        }
        for response in result.output.responses
        where response.quality >= SignalQuality.usableMin {
            skin.responses.append((result.seconds(response.onset), response.amplitude.value))
        }
        judge(result.output.seconds, of: result.channel, result.second)
    }

    mutating func collectRespiration(_ result: Track<RespirationProcessor>.Result) {
        let origin = Seconds(result.originSeconds)
        for breath in result.output.breaths {
            sights?.note(
                .init(
                    channel: result.channel, seconds: result.seconds(breath.position),
                    quality: breath.quality, isBreath: true))
        }
        directBreathing += result.output.estimates.map { $0.moved(by: origin) }
        judge(result.output.seconds, of: result.channel, result.second)
    }

    private mutating func judge(
        _ seconds: [SecondOfSignal], of channel: Int, _ absolute: (Int) -> Int
    ) {
        guard !seconds.isEmpty else { return }
        for judged in seconds {
            let second = absolute(judged.index)
            logs[channel, default: SecondLog()].append(second: second, judged)
            sights?.note(channel: channel, second: absolute(judged.index), judged.quality)
            unheard[channel, default: []].append(
                SecondOfSignal(index: second, quality: judged.quality))
        }
    }

    mutating func missing(_ samples: Range<Int>, of channel: Int) {
        let known = explanations[channel, default: []].filter { $0.samples.overlaps(samples) }
        let longest = known.max {
            $0.samples.clamped(to: samples).count < $1.samples.clamped(to: samples).count
        }
        explanations[channel]?.removeAll { $0.samples.lowerBound < samples.upperBound }
        gaps.append((channel, Gap(samples: samples, cause: longest?.cause ?? .invalidSamples)))
    }

    /// A channel that ends more than a second before the others has a gap there.
    mutating func noteEarlyEnds() {
        let ends = [
            ecg.map { ($0.channel, $0.end) }, ppg.map { ($0.channel, $0.end) },
            eda.map { ($0.channel, $0.end) }, respiration.map { ($0.channel, $0.end) },
        ]
        for case .some((let channel, let end)) in ends {
            let last = Int(duration * channels[channel].rate.value)
            if Double(last - end) > channels[channel].rate.value {
                missing(end..<last, of: channel)
            }
        }
    }
}
