import HRV
import RealModule

/// What a baseline is kept of. Measures of pulse intervals have the prefix `prv_` and a baseline of
/// their own: a pulse's RMSSD is no heartbeat's.
public struct BaselineMeasure: RawRepresentable, Hashable, Sendable {
    /// 1 to 32 letters, digits and underscores.
    public let rawValue: String

    public init?(rawValue: String) {
        let isAllowed = rawValue.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard (1...32).contains(rawValue.utf8.count), isAllowed else { return nil }
        self.rawValue = rawValue
    }

    private init(_ name: String) { rawValue = name }

    /// ln of RMSSD in ms, of every stationary window.
    public static let lnRMSSD = Self("lnRMSSD")
    /// The same of the one window a day that `DayResting` picks.
    public static let restingLnRMSSD = Self("restingLnRMSSD")
    public static let prvLnRMSSD = Self("prv_lnRMSSD")
    public static let prvRestingLnRMSSD = Self("prv_restingLnRMSSD")
    /// 1/min.
    public static let heartRate = Self("heartRate")
    public static let restingHeartRate = Self("restingHeartRate")

    /// What the measure can be in a person at all; any finite number where nothing is known.
    var plausible: ClosedRange<Double> {
        switch self {
        case .lnRMSSD, .restingLnRMSSD, .prvLnRMSSD, .prvRestingLnRMSSD:
            Double.log(RMSSDBaseline.plausible.lowerBound)
                ... .log(RMSSDBaseline.plausible.upperBound)
        case .heartRate, .restingHeartRate: 20...250
        default: -Double.greatestFiniteMagnitude ... .greatestFiniteMagnitude
        }
    }
}
