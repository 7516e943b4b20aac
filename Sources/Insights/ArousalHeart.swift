public import Biosignals
import RealModule

/// What about a minute of beats or pulses came to.
public struct ArousalHeart: Equatable, Sendable {
    /// Share of the window's seconds with a usable signal, 0…1.
    public let usable: Double
    /// Nil where there is none to be had.
    public let heartRate: PerMinute?
    /// Natural logarithm of RMSSD in ms; nil where the window allows none.
    public let lnRMSSD: Double?
    /// Whose samples it rests on: `ecg` or `ppg`.
    public let channel: ChannelRole

    /// 1/min; outside nobody's heart is meant.
    static let plausible = 25.0...230

    /// Numbers that cannot be a heart's count as not known.
    public init(
        usable: Double, heartRate: PerMinute?, lnRMSSD: Double? = nil, channel: ChannelRole
    ) {
        self.usable = usable.isFinite ? max(0, min(1, usable)) : 0
        self.heartRate = heartRate.flatMap { Self.plausible.contains($0.value) ? $0 : nil }
        self.lnRMSSD = lnRMSSD.flatMap { $0.isFinite && abs($0) < 10 ? $0 : nil }
        self.channel = channel
    }
}
