import Biosignals
import RealModule
import Sedentary

/// What a minute shows about movement, posture and sleep.
extension SessionPipeline {
    var evidenceChannels: [ChannelRole] {
        (ecg == nil ? [] : [.ecg]) + (accelerationChannels.isEmpty ? [] : [.acceleration])
    }

    mutating func evidence(in window: Range<Double>) -> EpochEvidence {
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
        evidence.stoodUp = stoodUp(in: window)
        evidence.postureSteps = postureSteps(in: seconds)
        addWhatOthersSay(of: window, to: &evidence)
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

    /// The heart's signature of standing up, looked for second by second.
    private mutating func stoodUp(in window: Range<Double>) -> Bool? {
        guard ecg != nil || ppg != nil else { return nil }
        let log = ecg != nil ? heart : pulse
        let rr = log.intervals(
            in: (window.lowerBound - Self.longestRR)..<window.upperBound, longest: Self.longestRR)
        let first = Int(window.lowerBound.rounded())
        var rates = [PerMinute?](
            repeating: nil, count: max(0, Int(window.upperBound.rounded()) - first))
        for index in 0..<rr.count where rr.quality[index] >= SignalQuality.usableMin {
            let end = rr.endSeconds[index]
            let from = Int((end - rr.milliseconds[index] / 1_000 - 0.5).rounded(.up))
            for second in from...max(from, Int((end - 0.5).rounded(.down))) {
                guard rates.indices.contains(second - first) else { continue }
                rates[second - first] = PerMinute(60_000 / rr.milliseconds[index])
            }
        }
        var found = false
        for rate in rates where standingFinder.process(rate) { found = true }
        return found
    }

    /// Lasting steps of the impedance's baseline.
    private mutating func postureSteps(in seconds: Range<Int>) -> Int? {
        guard respiration != nil else { return nil }
        var count = 0
        for second in seconds {
            if baselineSteps.process(impedance.mean(in: second..<(second + 1))) { count += 1 }
        }
        return count
    }

    private func addWhatOthersSay(of window: Range<Double>, to evidence: inout EpochEvidence) {
        evidence.localHour = settings.localClock.secondsOfDay(at: window.lowerBound)
            .map { $0 / 3_600 }
        evidence.steps = context.stepsPerMinute(in: window).map { PerMinute($0) }
        evidence.isAsleep = context.isAsleep(in: window)
        evidence.posture = context.posture(in: window)
        evidence.motionBit = context.shareMoving(in: window) ?? boardMotion.share(in: window)
    }
}
