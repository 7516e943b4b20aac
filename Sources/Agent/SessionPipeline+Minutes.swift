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
            digests?.advance(to: window.upperBound, boutStart: tracker.current?.start.value)
            return
        }
        let epoch = classifier.classify(
            evidence(in: window), start: Seconds(window.lowerBound),
            end: Seconds(window.upperBound))
        if let ended = tracker.process(epoch) { append(.boutEnded(ended)) }
        boutMinutes.append(StationaryMinute(epoch), lasts: tracker.current != nil)
        append(.epoch(epoch))
        epochStates.append((window.upperBound, epoch.state))
        epochStates.removeAll { $0.end < window.upperBound - settings.trendHorizon.value }
        digests?.advance(to: window.upperBound, boutStart: tracker.current?.start.value)
        var inputs = StationaryInputs(
            minutes: boutMinutes.minutes, now: Seconds(window.upperBound),
            channels: evidenceChannels)
        inputs.trend = trend
        say(stationaryRule, inputs, at: inputs.now)
    }

    /// The session's own seconds stand for the time since 1970: they pass alike.
    mutating func say<Rule: InsightRule>(
        _ rule: Rule, _ inputs: Rule.Inputs, at now: Seconds
    ) {
        if let insight = tact.decide(rule, inputs, at: Tact.Moment(utc: now)).insight {
            append(insight)
        }
    }

    private var evidenceChannels: [ChannelRole] {
        (ecg == nil ? [] : [.ecg]) + (accelerationChannels.isEmpty ? [] : [.acceleration])
    }

    private func evidence(in window: Range<Double>) -> EpochEvidence {
        let seconds = Self.wholeSeconds(of: window)
        var evidence = EpochEvidence(usable: 0, contactLost: 0)
        if let channel = ecg?.channel, let log = logs[channel] {
            let entries = log.entries(in: seconds)
            evidence.usable = log.usable(in: seconds)
            evidence.contactLost = contactLost(entries, of: seconds)
            evidence.heartRate = rateOfGoodBeats(heart, in: window)
            addMotion(of: entries, in: window, to: &evidence)
        } else if let channel = ppg?.channel, let log = logs[channel] {
            let entries = log.entries(in: seconds)
            evidence.usable = log.usable(in: seconds)
            evidence.contactLost = contactLost(entries, of: seconds)
            evidence.heartRate = rateOfGoodBeats(pulse, in: window)
            if evidence.heartRate != nil {
                let moved = entries.count { $0.quality.reasons.contains(.motion) }
                evidence.pulseMotion = Double(moved) / Double(max(1, seconds.count))
            }
        } else {
            evidence.usable = movement.share(of: seconds)
        }
        evidence.acceleration = movement.deviation(in: seconds).map { StandardGravity($0) }
        return evidence
    }

    private func contactLost(
        _ entries: ArraySlice<SecondLog.Entry>, of seconds: Range<Int>
    ) -> Double {
        let lost = entries.count {
            $0.quality.reasons.contains(.flat) || $0.quality.reasons.contains(.leadOff)
        }
        return Double(lost) / Double(max(1, seconds.count))
    }

    /// Also where most seconds are not usable: a few good beats are a sign of life.
    private func rateOfGoodBeats(_ log: BeatLog, in window: Range<Double>) -> PerMinute? {
        let rr = log.intervals(in: window, longest: Self.longestRR)
        var good: [Double] = []
        for index in 0..<rr.count where rr.quality[index] >= SignalQuality.usableMin {
            good.append(rr.milliseconds[index])
        }
        guard good.count >= Self.intervalsMin else { return nil }
        good.sort()
        return PerMinute(60_000 / good[good.count / 2])
    }

    private func addMotion(
        of entries: ArraySlice<SecondLog.Entry>, in window: Range<Double>,
        to evidence: inout EpochEvidence
    ) {
        func middle(_ values: [Double]) -> Double? {
            values.isEmpty ? nil : values.sorted()[values.count / 2]
        }
        guard let height = heart.medianAmplitude(in: window), height > 0 else { return }
        let bands = entries.compactMap(\.motionBands)
        evidence.motionLogRatio = middle(entries.compactMap(\.motionLogRMS)).map {
            $0 - Double.log(height)
        }
        evidence.swayLogRatio = middle(bands.map { $0.swayLogRMS - $0.fastLogRMS })
        evidence.muscleLogRatio = middle(bands.map(\.muscleLogRMS)).map { $0 - Double.log(height) }
    }
}
