import Biosignals
import Foundation
import Insights
import Sedentary
import TestKit

/// Inputs of the rules, made by hand.
enum Made {
    /// Minutes that are stationary with this probability throughout, from `start` on.
    static func minutes(
        _ count: Int, probability: Double = 0.98, usable: Double = 1, from start: Double = 0,
        steps: Double? = nil
    ) -> [StationaryMinute] {
        (0..<count).map {
            minute(
                at: start + 60 * Double($0), state: .stationary, probability, usable: usable,
                steps: steps)
        }
    }

    static func minute(
        at start: Double, state: Epoch.State, _ probability: Double?, usable: Double = 1,
        steps: Double? = nil, ratios: [String: Double] = ["motion": 2, "heartRate": 1.5]
    ) -> StationaryMinute {
        StationaryMinute(
            Epoch(
                start: Seconds(start), end: Seconds(start + 60), state: state,
                pStationary: probability,
                evidence: EpochEvidence(usable: usable, contactLost: 0),
                logLikelihoodRatios: ratios), steps: steps)
    }

    static func inputs(
        _ minutes: [StationaryMinute], localHour: Double? = nil
    ) -> StationaryInputs {
        StationaryInputs(
            minutes: minutes, now: minutes.last?.epoch.end ?? 0,
            localSecondOfDay: localHour.map { $0 * 3_600 }, channels: [.ecg])
    }

    /// Five-minute windows whose RMSSD goes from `first` to `last` ms, with a little noise.
    static func windows(
        _ count: Int, from first: Double = 45, to last: Double = 30, noise: Double = 0.05
    ) -> [TrendWindow] {
        var generator = SeededGenerator(seed: 5)
        return (0..<count).map { index in
            let share = Double(index) / Double(max(1, count - 1))
            let off = noise == 0 ? 0 : Double.random(in: -noise...noise, using: &generator)
            return TrendWindow(
                window: (300 * Double(index))..<(300 * Double(index + 1)),
                lnRMSSD: log(first) + share * log(last / first) + off, heartRate: 64, usable: 1,
                isStationary: true)
        }
    }

    /// A stretch of whole seconds of one quality.
    static func stretch(
        _ seconds: Int, _ reasons: [SignalQuality.Reason], from start: Double = 0
    ) -> SignalStretch {
        var stretch = SignalStretch(since: Seconds(start), isUsable: reasons.isEmpty)
        for _ in 0..<seconds {
            stretch.append(SignalQuality(score: reasons.isEmpty ? 1 : 0, reasons: reasons))
        }
        return stretch
    }
}
