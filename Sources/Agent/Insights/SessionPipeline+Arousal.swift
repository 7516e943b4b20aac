import Biosignals
import HRV
import Insights
import RealModule
import Sedentary

/// Skin and heart together.
extension SessionPipeline {
    /// Two slow windows of minutes and what waits between them.
    private static let heartMinutesMax = 64

    mutating func noteHeart(in window: Range<Double>, _ epoch: Epoch) {
        guard eda != nil else { return }
        heartMinutes.append(
            HeartMinute(
                window: window, state: .init(epoch.state),
                acceleration: epoch.evidence.acceleration, heart: arousalHeart(in: window)))
        if heartMinutes.count > Self.heartMinutesMax { heartMinutes.removeFirst() }
    }

    private func arousalHeart(in window: Range<Double>) -> ArousalHeart? {
        guard ecg != nil || ppg != nil else { return nil }
        let (log, role): (BeatLog, ChannelRole) = ecg != nil ? (heart, .ecg) : (pulse, .ppg)
        let rr = log.intervals(in: window, longest: Self.longestRR)
        let corrected = HRVCorrection.hypothesisTests.applied(to: rr)
        let nn = corrected.nn
        let mean =
            nn.milliseconds.isEmpty
            ? nil : nn.milliseconds.reduce(0, +) / Double(nn.milliseconds.count)
        let rmssd =
            corrected.objection == nil
            ? TimeDomain.rmssd(differences: TimeDomain.differences(of: nn)) : nil
        return ArousalHeart(
            usable: usable(in: window, of: ecg?.channel ?? ppg?.channel),
            heartRate: mean.map { PerMinute(60_000 / $0) },
            lnRMSSD: rmssd.flatMap { $0 > 0 ? Double.log($0) : nil }, channel: role)
    }

    /// The minutes of a slow window, each with its skin, and what is to be said of each.
    mutating func closeArousal(_ window: Range<Double>) {
        guard let channel = eda?.channel else { return }
        let due = heartMinutes.prefix { $0.window.upperBound <= window.upperBound + 1e-6 }
        heartMinutes.removeFirst(due.count)
        for minute in due {
            let shown = ArousalWindow(
                window: minute.window, state: minute.state, acceleration: minute.acceleration,
                skin: arousalSkin(in: minute.window, of: channel), heart: minute.heart,
                skinTemperature: skinTemperature(in: minute.window))
            if arousal.append(shown) { keep(shown) }
            let inputs = ArousalRule.Inputs(
                evidence: ArousalEvidence(arousal, settings: settings.insights.arousal))
            isAroused = rules.arousal.announcement(inputs) != nil
            say(rules.arousal, inputs, at: Seconds(minute.window.upperBound))
        }
    }

    private func arousalSkin(in window: Range<Double>, of channel: Int) -> ArousalSkin? {
        // Only conductance in microsiemens can be compared with what is known of skin.
        guard channels[channel].unit == .microsiemens else { return nil }
        return ArousalSkin(
            usable: usable(in: window, of: channel),
            amplitudes: skin.responses.filter { window.contains($0.onset) }.map(\.amplitude),
            levels: skin.levels.filter { window.contains(Double($0.second)) })
    }

    private func skinTemperature(in window: Range<Double>) -> DegreesCelsius? {
        guard let channel = temperatureChannel, channels[channel].unit == .degreesCelsius else {
            return nil
        }
        return temperature.mean(in: Self.wholeSeconds(of: window)).map { DegreesCelsius($0) }
    }
}
