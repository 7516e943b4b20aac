import Biosignals
import Insights

/// A day's resting value as it is kept, with its window in seconds of whatever clock the keeper says.
struct StoredResting: Codable, Equatable, Sendable {
    struct Window: Codable, Equatable, Sendable {
        let day: Int
        let minute: Int
        let seconds: [Double]
        let rmssd: Double
        let rmssdInterval95: [Double]?
        let heartRate: Double
        let usable: Double
        let isStationary: Bool

        /// - Parameter shift: added to the window's seconds.
        init(_ window: RestingWindow, by shift: Double = 0) {
            day = window.day
            minute = window.minute
            seconds = [window.window.lowerBound + shift, window.window.upperBound + shift]
            rmssd = window.rmssd.value
            rmssdInterval95 = window.rmssdInterval95.map { [$0.lowerBound, $0.upperBound] }
            heartRate = window.heartRate.value
            usable = window.usable
            isStationary = window.isStationary
        }

        /// Nil of what cannot have been a window.
        func window(by shift: Double = 0) -> RestingWindow? {
            guard seconds.count == 2, seconds[0] <= seconds[1], rmssd > 0,
                (0..<1_440).contains(minute), abs(day) < 1_000_000
            else { return nil }
            var interval: ClosedRange<Double>?
            if let kept = rmssdInterval95 {
                guard kept.count == 2, kept[0] <= kept[1] else { return nil }
                interval = kept[0]...kept[1]
            }
            return RestingWindow(
                day: day, minute: minute, window: (seconds[0] + shift)..<(seconds[1] + shift),
                rmssd: Milliseconds(rmssd), rmssdInterval95: interval,
                heartRate: PerMinute(heartRate), usable: usable, isStationary: isStationary)
        }
    }

    let recoveryDay: Int
    let picked: Window
    let candidates: Int

    init(_ value: RestingValue) {
        recoveryDay = value.recoveryDay
        picked = Window(value.picked)
        candidates = value.candidates
    }

    var value: RestingValue? {
        picked.window().map {
            RestingValue(recoveryDay: recoveryDay, picked: $0, candidates: candidates)
        }
    }
}
