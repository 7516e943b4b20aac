import Biosignals
import Respiration
import Sedentary

/// When a minute or five are over: what is computed then, and what need not be kept any longer.
extension SessionPipeline {
    /// A last window shorter than this says nothing new.
    static let partialMin = 10.0
    /// Longest interval between two beats that is still an interval.
    static let longestRR = 3.0

    /// Closes every window that is due, in the order in which they are, whatever the input's cut.
    ///
    /// - Parameters:
    ///   - now: seconds up to which every channel has been read.
    ///   - limit: windows that end later stay open.
    mutating func close(upTo now: Double, endingBy limit: Double) {
        while true {
            let minuteEnd = end(ofMinute: minutesClosed)
            let slowEnd = end(ofMinute: slowMinutesClosed + settings.minutesPerMeasure - 1)
            let minuteDue = minuteEnd + Self.settling
            let slowDue = slowEnd + Self.settlingOfSlowSignals
            let mayCloseMinute = minuteDue <= now && minuteEnd <= limit
            let mayCloseSlow = slowDue <= now && slowEnd <= limit
            guard mayCloseMinute || mayCloseSlow else { return }
            if mayCloseMinute, !mayCloseSlow || minuteDue <= slowDue {
                closeMinutes()
            } else {
                closeSlowly()
            }
        }
    }

    private mutating func closeMinutes() {
        if let later = minuteAfterDarkness(from: minutesClosed) {
            minutesClosed = later
            classifier.forgetBelief()
            forget(before: closed)
            return
        }
        closeMinute(end(ofMinute: minutesClosed - 1)..<end(ofMinute: minutesClosed))
        minutesClosed += 1
        if minutesClosed % settings.minutesPerMeasure == 0 {
            closeMeasures(measureWindow(endingAfter: minutesClosed))
            forget(before: closed)
        }
    }

    private mutating func closeSlowly() {
        if let later = minuteAfterDarkness(from: slowMinutesClosed) {
            slowMinutesClosed = later
        } else {
            slowMinutesClosed += settings.minutesPerMeasure
            closeSlowMeasures(measureWindow(endingAfter: slowMinutesClosed))
        }
        forgetSlowly(before: end(ofMinute: slowMinutesClosed - 1))
    }

    /// Tells the gaps that end by then, in order of their ends.
    mutating func tellGaps(endingBy limit: Double) {
        let timed = gaps.map {
            (end: Double($0.gap.samples.upperBound) / channels[$0.channel].rate.value, entry: $0)
        }
        for (_, entry) in timed.filter({ $0.end <= limit }).sorted(by: {
            ($0.end, $0.entry.channel) < ($1.end, $1.entry.channel)
        }) {
            append(.gap(channel: entry.channel, entry.gap))
        }
        gaps = timed.filter { $0.end > limit }.map(\.entry)
    }

    /// What is left at the end of a recording: an epoch of half its length or more, and measures
    /// of what has been seen since the last full window.
    mutating func closePartialWindows(at end: Double) {
        if end - closed >= Self.partialMin { closeMinute(closed..<end) }
        let full = minutesClosed / settings.minutesPerMeasure * settings.minutesPerMeasure
        let start = self.end(ofMinute: full - 1)
        if end - start >= Self.partialMin { closeMeasures(start..<end) }
        let slowStart = self.end(ofMinute: slowMinutesClosed - 1)
        if end - slowStart >= Self.partialMin { closeSlowMeasures(slowStart..<end) }
    }

    /// The first minute of the measuring window in which there is a sample again, if this one lies
    /// in the dark.
    private func minuteAfterDarkness(from minute: Int) -> Int? {
        let start = end(ofMinute: minute - 1)
        guard let dark = darkness.first(where: { $0.contains(start) }) else { return nil }
        let every = settings.minutesPerMeasure
        let windows = dark.upperBound / settings.heartRateEvery.value / Double(every)
        let later = Int(windows.rounded(.down)) * every
        return later > minute ? later : nil
    }

    /// Seconds up to which the windows of the heart and of movement have been closed.
    private var closed: Double { end(ofMinute: minutesClosed - 1) }

    private func end(ofMinute index: Int) -> Double {
        Double(index + 1) * settings.heartRateEvery.value
    }

    private func measureWindow(endingAfter minutes: Int) -> Range<Double> {
        end(ofMinute: minutes - settings.minutesPerMeasure - 1)..<end(ofMinute: minutes - 1)
    }

    /// The whole seconds that lie in a window; a last part of a second is never judged.
    static func wholeSeconds(of window: Range<Double>) -> Range<Int> {
        let first = Int(window.lowerBound)
        return first..<max(first + 1, Int(window.upperBound.rounded(.down)))
    }

    func usable(in window: Range<Double>, of channel: Int?) -> Double {
        guard let channel, let log = logs[channel] else { return 0 }
        return log.usable(in: Self.wholeSeconds(of: window))
    }

    /// Windows are computed from beats at most one measuring window back.
    private mutating func forget(before time: Double) {
        heart.removeAll(before: time - 1)
        pulse.removeAll(before: time - 1)
        movement.removeAll(before: Int(time))
        impedance.removeAll(before: Int(time))
        boardMotion.removeAll(before: time)
        for channel in [ecg?.channel, ppg?.channel].compactMap({ $0 }) {
            logs[channel]?.removeAll(before: Int(time))
        }
    }

    private mutating func forgetSlowly(before time: Double) {
        directBreathing.removeAll { $0.end.value < time }
        heartBreathing?.removeAll(before: time)
        pulseBreathing?.removeAll(before: time)
        skin.removeAll(before: time)
        oximeter?.removeAll(before: time)
        temperature.removeAll(before: Int(time))
        for channel in [eda?.channel, respiration?.channel].compactMap({ $0 }) {
            logs[channel]?.removeAll(before: Int(time))
        }
    }
}

extension SessionPipeline {
    /// Whether there is anything to judge movement from.
    public var usesMotion: Bool { ecg != nil || !accelerationChannels.isEmpty }
}
