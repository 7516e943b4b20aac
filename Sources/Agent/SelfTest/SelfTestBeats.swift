import Biosignals
import DSP
import ECG

/// Beats that the live ECG processor finds in samples made for a test.
struct SelfTestBeats {
    /// Seconds since the first sample.
    private(set) var seconds: [Double] = []
    private(set) var quality: [Double] = []
    let usable: Double
    let intervals: RRIntervals

    init(_ samples: [Double], rate: Hertz) throws(DSPError) {
        var processor = try ECGProcessor(rate: rate)
        var output = ECGOutput()
        processor.process(samples, into: &output)
        processor.finish(into: &output)
        var log = BeatLog()
        for beat in output.beats {
            let time = beat.position / rate.value
            seconds.append(time)
            quality.append(beat.quality)
            log.append(
                time, quality: beat.quality, evidence: beat.evidence,
                timingSD: beat.evidence.positionSD.map { $0 / rate.value })
        }
        let good = output.seconds.count { $0.quality.isUsable }
        usable = output.seconds.isEmpty ? 0 : Double(good) / Double(output.seconds.count)
        intervals = log.intervals(in: 0..<(.infinity), longest: SessionPipeline.longestRR)
    }

    /// Positions of the beats that may be used, seconds.
    var good: [Double] {
        zip(seconds, quality).filter { $0.1 >= SignalQuality.usableMin }.map(\.0)
    }
}
