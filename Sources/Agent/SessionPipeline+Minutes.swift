import Biosignals
import Insights
import RealModule
import Sedentary

/// What every minute gives: a heart rate, an epoch, a word on quality if it changed.
extension SessionPipeline {
    mutating func closeMinute(_ window: Range<Double>) {
        tellGaps(endingBy: window.upperBound)
        if ecg != nil {
            append(heartRate(window, of: heart, channel: ecg?.channel, source: .ecg))
        } else if ppg != nil {
            append(heartRate(window, of: pulse, channel: ppg?.channel, source: .ppg))
        }
        tellQuality(in: window)
        closeEpoch(window)
    }

    private func heartRate(
        _ window: Range<Double>, of log: BeatLog, channel: Int?, source: BeatSource
    ) -> SessionItem {
        let usable = usable(in: window, of: channel)
        let rr = log.intervals(in: window, longest: Self.longestRR)
        var sum = 0.0
        var count = 0
        for index in 0..<rr.count where rr.quality[index] >= SignalQuality.usableMin {
            sum += rr.milliseconds[index]
            count += 1
        }
        let stated = SessionItem.Window(
            start: window.lowerBound, end: window.upperBound, usable: usable)
        guard usable >= SignalQuality.usableMin else {
            return .heartRate(
                stated, source: source,
                .unavailable(.poorSignal(usable: usable, needed: SignalQuality.usableMin)))
        }
        guard count >= Self.intervalsMin else {
            return .heartRate(
                stated, source: source,
                .unavailable(.tooFewIntervals(found: count, needed: Self.intervalsMin)))
        }
        return .heartRate(stated, source: source, .value(60_000 * Double(count) / sum))
    }

    static let intervalsMin = 5

    private mutating func tellQuality(in window: Range<Double>) {
        let seconds = Self.wholeSeconds(of: window)
        for channel in channels.indices {
            guard let log = logs[channel] else { continue }
            let entries = Array(log.entries(in: seconds))
            guard !entries.isEmpty else { continue }
            let usableSeconds = entries.count { $0.quality.isUsable }
            let usable = 2 * usableSeconds >= entries.count
            guard toldUsable[channel] != usable else { continue }
            toldUsable[channel] = usable
            var counts: [SignalQuality.Reason: Int] = [:]
            for entry in entries where !entry.quality.isUsable {
                for reason in entry.quality.reasons { counts[reason, default: 0] += 1 }
            }
            let reasons = counts.sorted {
                ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
            }
            append(
                .quality(
                    channel: channel, seconds: seconds,
                    SignalQuality(
                        score: Double(usableSeconds) / Double(entries.count),
                        reasons: reasons.map(\.key))))
        }
    }

    private mutating func closeEpoch(_ window: Range<Double>) {
        guard window.upperBound - window.lowerBound >= settings.heartRateEvery.value / 2 else {
            advanceDigests(window)
            return
        }
        context.advance(to: window.upperBound + Self.settling)
        let epoch = classifier.classify(
            evidence(in: window), start: Seconds(window.lowerBound),
            end: Seconds(window.upperBound))
        if let ended = tracker.process(epoch) {
            append(.boutEnded(ended))
            if ended.endedBy == .movement {
                let now = settings.localClock.utc(at: window.upperBound)
                tact.answered(.stationary, .heeded, at: Seconds(now))
            }
        }
        boutMinutes.append(StationaryMinute(epoch), lasts: tracker.current != nil)
        append(.epoch(epoch))
        stationaryTotal.add(epoch)
        lastState = epoch.state
        epochStates.append((window.upperBound, epoch.state))
        epochStates.removeAll { $0.end < window.upperBound - settings.trendHorizon.value }
        advanceDigests(window)
        noteHeart(in: window, epoch)
        sayWhatAMinuteTells(window)
    }

    private mutating func advanceDigests(_ window: Range<Double>) {
        for channel in digests.keys.sorted() {
            digests[channel]?.advance(over: window, boutStart: tracker.current?.start.value)
        }
    }
}
