import Biosignals
import HRV
import Insights
import RealModule
import Sedentary

/// Windows, epochs and rules: what is computed when a minute or five are over.
extension SessionPipeline {
    /// A last window shorter than this says nothing new.
    static let partialMin = 10.0
    /// Longest interval between two beats that is still an interval.
    static let longestRR = 3.0
    static let longestBreath = 15.0

    mutating func close(until limit: Double) {
        let step = settings.heartRateEvery.value
        while closed + step <= limit {
            let window = closed..<(closed + step)
            closed += step
            closeMinute(window)
            if closed.truncatingRemainder(dividingBy: settings.measuresEvery.value) == 0 {
                closeMeasures((closed - settings.measuresEvery.value)..<closed)
                forget(before: closed)
            }
        }
    }

    /// What is left at the end of a recording: an epoch of half its length or more, and measures
    /// of what has been seen since the last full window.
    mutating func closePartialWindows(at end: Double) {
        if end - closed >= Self.partialMin { closeMinute(closed..<end) }
        let every = settings.measuresEvery.value
        let start = (closed / every).rounded(.down) * every
        if end - start >= Self.partialMin { closeMeasures(start..<end) }
        closed = end
    }

    // MARK: Every minute

    private mutating func closeMinute(_ window: Range<Double>) {
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
        for channel in channels.indices {
            guard let log = logs[channel] else { continue }
            let seconds = Int(window.lowerBound)..<Int(window.upperBound.rounded(.up))
            let entries = Array(log.entries(in: seconds))
            guard let last = entries.last else { continue }
            let usableSeconds = entries.filter { $0.quality.isUsable }.count
            let usable = 2 * usableSeconds >= entries.count
            if let told = toldQuality[channel], told.usable == usable { continue }
            var counts: [SignalQuality.Reason: Int] = [:]
            for entry in entries where !entry.quality.isUsable {
                for reason in entry.quality.reasons { counts[reason, default: 0] += 1 }
            }
            let reasons = counts.sorted {
                ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
            }
            toldQuality[channel] = (last.second, usable)
            append(
                .quality(
                    channel: channel, second: entries[0].second,
                    SignalQuality(
                        score: Double(usableSeconds) / Double(entries.count),
                        reasons: reasons.map(\.key))))
        }
    }

    private mutating func closeEpoch(_ window: Range<Double>) {
        guard window.upperBound - window.lowerBound >= settings.heartRateEvery.value / 2 else {
            return
        }
        let epoch = classifier.classify(
            evidence(in: window), start: Seconds(window.lowerBound),
            end: Seconds(window.upperBound))
        let hadBout = tracker.current != nil
        if let ended = tracker.process(epoch) { append(.boutEnded(ended)) }
        if !hadBout || tracker.current == nil { boutUsable = (0, 0) }
        boutUsable.seconds += epoch.evidence.usable
        boutUsable.of += 1
        append(.epoch(epoch))
        epochStates.append((window.upperBound, epoch.state))
        epochStates.removeAll { $0.end < window.upperBound - settings.trendHorizon.value }
        digests?.advance(to: window.upperBound, boutStart: tracker.current?.start.value)
        if let insight = stationaryRule.evaluate(
            tracker.current, usable: boutUsable.seconds / max(1, boutUsable.of), trend: trend,
            channels: evidenceChannels)
        {
            append(insight)
        }
    }

    private var evidenceChannels: [ChannelRole] {
        (ecg == nil ? [] : [.ecg]) + (accelerationChannels.isEmpty ? [] : [.acceleration])
    }

    private func evidence(in window: Range<Double>) -> EpochEvidence {
        let seconds = Int(window.lowerBound)..<Int(window.upperBound.rounded(.up))
        var evidence = EpochEvidence(usable: 0, contactLost: 0)
        if let channel = ecg?.channel, let log = logs[channel] {
            let entries = Array(log.entries(in: seconds))
            evidence.usable = log.usable(in: seconds)
            let lost = entries.filter {
                $0.quality.reasons.contains(.flat) || $0.quality.reasons.contains(.leadOff)
            }
            evidence.contactLost = Double(lost.count) / Double(max(1, seconds.count))
            let motion = entries.compactMap(\.motionLogRMS).sorted()
            if !motion.isEmpty, let height = heart.medianAmplitude(in: window), height > 0 {
                evidence.motionLogRatio = motion[motion.count / 2] - Double.log(height)
            }
            if case .heartRate(_, _, .value(let rate)) = heartRate(
                window, of: heart, channel: channel, source: .ecg)
            {
                evidence.heartRate = PerMinute(rate)
            }
        }
        evidence.acceleration = movement.deviation(in: seconds).map { StandardGravity($0) }
        if ecg == nil, evidence.acceleration != nil { evidence.usable = 1 }
        return evidence
    }

    // MARK: Every five minutes

    private mutating func closeMeasures(_ window: Range<Double>) {
        let digest = digests?.endWindow(
            at: window.upperBound, keep: settings.trendHorizon.value)
        if ecg != nil {
            let (item, panel) = variability(
                window, of: heart, channel: ecg?.channel, source: .ecg, digest: digest)
            append(item)
            noteTrendWindow(window, panel)
        }
        if ppg != nil {
            append(
                variability(
                    window, of: pulse, channel: ppg?.channel, source: .ppg,
                    digest: ecg == nil ? digest : nil
                ).item)
        }
        closeSkin(window)
        closeBreathing(window)
        closeTemperature(window)
        if let insight = trendRule.evaluate(trend, at: Seconds(window.upperBound)) {
            append(insight)
        }
    }

    private func variability(
        _ window: Range<Double>, of log: BeatLog, channel: Int?, source: BeatSource,
        digest: String?
    ) -> (item: SessionItem, panel: HRVPanel) {
        let usable = usable(in: window, of: channel)
        let rr = log.intervals(in: window, longest: Self.longestRR)
        let panel = analyzer.panel(
            of: editor.edit(rr), window: Seconds(window.upperBound - window.lowerBound),
            usable: usable)
        let stated = SessionItem.Window(
            start: window.lowerBound, end: window.upperBound, usable: usable)
        return (.hrv(stated, source: source, panel, digest: digest), panel)
    }

    private mutating func noteTrendWindow(_ window: Range<Double>, _ panel: HRVPanel) {
        guard case .value(let lnRMSSD) = panel[.lnRMSSD],
            case .value(let rate) = panel[.heartRate]
        else { return }
        let states = epochStates.filter {
            $0.end > window.lowerBound && $0.end <= window.upperBound
        }
        trendWindows.append(
            TrendWindow(
                seconds: (window.lowerBound + window.upperBound) / 2, lnRMSSD: lnRMSSD,
                heartRate: PerMinute(rate), usable: panel.usable,
                isStationary: !states.isEmpty && states.allSatisfy { $0.state == .stationary }))
        trendWindows.removeAll {
            $0.seconds < window.upperBound - settings.trendHorizon.value
        }
    }

    private var trend: TrendFinding? { TrendFinding(windows: trendWindows) }

    private mutating func append(_ insight: Insight) {
        var inputs: [String: [String]] = [:]
        for claim in insight.claims {
            if claim.quantity == "stationary_time" {
                inputs[claim.id] = digests?.boutDigest.map { [$0] } ?? []
            } else {
                inputs[claim.id] =
                    digests?.windows.filter {
                        $0.end > claim.window.lowerBound && $0.end <= claim.window.upperBound
                    }.map(\.digest) ?? []
            }
        }
        append(.insight(insight, digests: inputs))
    }

    private mutating func closeSkin(_ window: Range<Double>) {
        guard let channel = eda?.channel else { return }
        let usable = usable(in: window, of: channel)
        let levels = skin.levels.filter { window.contains(Double($0.second)) }
        let responses = skin.responses.filter { window.contains($0.onset) }
        let minutes = (window.upperBound - window.lowerBound) / 60
        let isScaled = channels[channel].unit == .microsiemens
        func measure(_ name: String, _ unit: String, _ value: Double?) -> SessionItem.Measure {
            let reason: Unavailable? =
                !isScaled
                ? .sourceUnsuitable(because: "the channel's unit is not known to be uS")
                : usable < SignalQuality.usableMin
                    ? .poorSignal(usable: usable, needed: SignalQuality.usableMin) : nil
            if let reason {
                return .init(name: name, unit: unit, estimate: .unavailable(reason))
            }
            return .init(
                name: name, unit: unit,
                estimate: value.map { .value($0) }
                    ?? .unavailable(.sourceUnsuitable(because: "no response in this window")))
        }
        let mean =
            levels.isEmpty
            ? nil : levels.reduce(0) { $0 + $1.microsiemens } / Double(levels.count)
        let amplitude =
            responses.isEmpty
            ? nil : responses.reduce(0) { $0 + $1.amplitude } / Double(responses.count)
        append(
            .measures(
                .init(start: window.lowerBound, end: window.upperBound, usable: usable),
                source: .eda,
                [
                    measure("scl", "uS", mean),
                    measure("scrRate", "1/min", Double(responses.count) / minutes),
                    measure("scrAmplitude", "uS", amplitude),
                ]))
    }

    private mutating func closeBreathing(_ window: Range<Double>) {
        guard let channel = respiration?.channel else { return }
        let usable = usable(in: window, of: channel)
        let breaths = breaths.intervals(in: window, longest: Self.longestBreath).milliseconds
        let estimate: Estimate<Double>
        if usable < SignalQuality.usableMin {
            estimate = .unavailable(.poorSignal(usable: usable, needed: SignalQuality.usableMin))
        } else if breaths.count < Self.breathsMin {
            estimate = .unavailable(
                .tooFewIntervals(found: breaths.count, needed: Self.breathsMin))
        } else {
            estimate = .value(60_000 * Double(breaths.count) / breaths.reduce(0, +))
        }
        append(
            .measures(
                .init(start: window.lowerBound, end: window.upperBound, usable: usable),
                source: .respiration,
                [.init(name: "respirationRate", unit: "1/min", estimate: estimate)]))
    }

    static let breathsMin = 3

    private mutating func closeTemperature(_ window: Range<Double>) {
        guard let channel = temperatureChannel else { return }
        let seconds = Int(window.lowerBound)..<Int(window.upperBound.rounded(.up))
        let mean = temperature.mean(in: seconds)
        let estimate: Estimate<Double> =
            channels[channel].unit != .degreesCelsius
            ? .unavailable(.sourceUnsuitable(because: "the channel's unit is not known to be degC"))
            : mean.map { .value($0) } ?? .unavailable(.poorSignal(usable: 0, needed: 0.5))
        append(
            .measures(
                .init(
                    start: window.lowerBound, end: window.upperBound, usable: mean == nil ? 0 : 1),
                source: .temperature,
                [.init(name: "temperature", unit: "degC", estimate: estimate)]))
    }

    private func usable(in window: Range<Double>, of channel: Int?) -> Double {
        guard let channel, let log = logs[channel] else { return 0 }
        return log.usable(
            in: Int(
                window.lowerBound)..<max(
                    Int(window.lowerBound) + 1, Int(window.upperBound.rounded(.down))))
    }

    /// Windows are computed from beats at most one measuring window back.
    private mutating func forget(before time: Double) {
        heart.removeAll(before: time - 1)
        pulse.removeAll(before: time - 1)
        breaths.removeAll(before: time - Self.longestBreath)
        skin.removeAll(before: time)
        movement.removeAll(before: Int(time))
        temperature.removeAll(before: Int(time))
        for channel in logs.keys { logs[channel]?.removeAll(before: Int(time)) }
    }
}

extension SessionPipeline {
    /// Whether there is anything to judge movement from.
    public var usesMotion: Bool { ecg != nil || !accelerationChannels.isEmpty }
}
