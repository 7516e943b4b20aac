import Biosignals
import RealModule

extension PersonalBaseline {
    /// Adds a day's resting value: ln of its RMSSD, and its heart rate.
    /// - Parameter isPulse: whether the intervals are pulse to pulse, which have a baseline of their own.
    /// - Returns: what became of the RMSSD; without it the heart rate is not added either.
    public mutating func add(_ resting: RestingValue, isPulse: Bool = false) -> Addition {
        let picked = resting.picked
        guard picked.rmssd.value > 0 else { return .implausible }
        let addition = add(
            isPulse ? .prvRestingLnRMSSD : .restingLnRMSSD, day: picked.day, minute: picked.minute,
            value: .log(picked.rmssd.value), usable: picked.usable)
        guard addition == .added else { return addition }
        _ = add(
            .restingHeartRate, day: picked.day, minute: picked.minute,
            value: picked.heartRate.value, usable: picked.usable)
        return .added
    }

    /// The newest day that has a resting value from before a local minute, counted from 1970.
    public func restingDay(isPulse: Bool, before minute: Int) -> Int? {
        kept[isPulse ? .prvRestingLnRMSSD : .restingLnRMSSD]?.last { $0.last < minute }.flatMap {
            DayResting.recoveryDay(day: $0.day, minute: $0.lastMinute)
        }
    }
}
