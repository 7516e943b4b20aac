import Biosignals
import ECG
import EDA
import PPG
import Respiration

/// From the processors' output to the logs that the windows are computed from.
extension SessionPipeline {
    mutating func processECG(_ block: SignalBlock) {
        guard var track = ecg else { return }
        ecg = nil  // The only copy, so that its buffers are changed in place.
        if let (gap, ended) = track.gap(before: block) {
            if let ended { collectECG(ended) }
            missing(gap, of: block.channel)
            heart.interrupt()
        }
        collectECG(track.process(block))
        ecg = track
    }

    mutating func processPPG(_ block: SignalBlock) {
        guard var track = ppg else { return }
        ppg = nil
        if let (gap, ended) = track.gap(before: block) {
            if let ended { collectPPG(ended) }
            missing(gap, of: block.channel)
            pulse.interrupt()
        }
        collectPPG(track.process(block))
        ppg = track
    }

    mutating func processEDA(_ block: SignalBlock) {
        guard var track = eda else { return }
        eda = nil
        if let (gap, ended) = track.gap(before: block) {
            if let ended { collectEDA(ended) }
            missing(gap, of: block.channel)
        }
        collectEDA(track.process(block))
        eda = track
    }

    mutating func processRespiration(_ block: SignalBlock) {
        guard var track = respiration else { return }
        respiration = nil
        if let (gap, ended) = track.gap(before: block) {
            if let ended { collectRespiration(ended) }
            missing(gap, of: block.channel)
            breaths.interrupt()
        }
        collectRespiration(track.process(block))
        respiration = track
    }

    mutating func collectECG(_ result: Track<ECGProcessor>.Result) {
        for beat in result.output.beats {
            let time = result.seconds(beat.position)
            heart.append(
                time, quality: beat.quality, amplitude: beat.evidence.amplitude)
            append(TimedBeat(source: .ecg, seconds: time, quality: beat.quality))
        }
        judge(result.output.seconds, of: .ecg, result.second)
    }

    mutating func collectPPG(_ result: Track<PPGProcessor>.Result) {
        for beat in result.output.pulses {
            let time = result.seconds(beat.position)
            pulse.append(time, quality: beat.quality)
            append(TimedBeat(source: .ppg, seconds: time, quality: beat.quality))
        }
        judge(result.output.seconds, of: .ppg, result.second)
    }

    mutating func collectEDA(_ result: Track<EDAProcessor>.Result) {
        for level in result.output.levels {
            skin.levels.append((result.second(level.second), level.level.value))
        }
        for response in result.output.responses
        where response.quality >= SignalQuality.usableMin {
            skin.responses.append((result.seconds(response.onset), response.amplitude.value))
        }
        judge(result.output.seconds, of: .eda, result.second)
    }

    mutating func collectRespiration(_ result: Track<RespirationProcessor>.Result) {
        for breath in result.output.breaths {
            breaths.append(result.seconds(breath.position), quality: breath.quality)
        }
        judge(result.output.seconds, of: .respiration, result.second)
    }

    private mutating func judge(
        _ seconds: [SecondOfSignal], of role: ChannelRole, _ absolute: (Int) -> Int
    ) {
        guard !seconds.isEmpty, let channel = channels.firstIndex(where: { $0.role == role })
        else { return }
        for judged in seconds {
            logs[channel, default: SecondLog()].append(second: absolute(judged.index), judged)
        }
    }

    mutating func missing(_ samples: Range<Int>, of channel: Int) {
        gaps.append((channel, Gap(samples: samples, cause: .invalidSamples)))
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
