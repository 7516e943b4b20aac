public import Biosignals
import Sedentary

/// How far the liveliest tenth of a bout's minutes lies above its middle: of the heart rate, and of
/// the electrodes' sway. Somebody who walked about for a while within what looks like one bout leaves
/// a tail there, whatever the person's own level is: minutes are compared with those of the same bout.
///
/// Input:  minutes, oldest first; of them those whose heart rate, or sway, counted as evidence.
/// Output: 90th percentile less median (linear between order statistics); nil of fewer than
///         `minutesMin` minutes, or where nothing of the kind was weighed.
/// Source: heart rate rises within the first minute of walking and stays up, Linnarsson (1974), Acta
///         Physiologica Scandinavica, supplement 415; what carries over from person to person is the
///         rise over the own rest, Strath et al. (2000), doi:10.1097/00005768-200009001-00005. On `motion_ecg` (five people) walking at 4 km/h lifts
///         the heart by -5 to 37/min over rest, 11 in the middle, and running by 36.
/// Limits: a heart rises while sitting as well: over the seated hours of `stress_predict` (six people
///         under strain) the tail is 4 to 14/min. It makes a bout less sure, and never surer than an
///         even one.
public struct BoutUnrest: Equatable, Sendable {
    /// 1/min.
    public var heartRate: Double?
    /// Of the natural logarithm of sway.
    public var sway: Double?

    public static let minutesMin = 20
    static let tail = 0.9

    public init(heartRate: Double? = nil, sway: Double? = nil) {
        self.heartRate = heartRate
        self.sway = sway
    }

    /// - Parameter start: of the bout; what lies before it is left out.
    public init(_ minutes: [StationaryMinute], since start: Seconds) {
        let epochs = minutes.lazy.map(\.epoch).filter { $0.start >= start }
        heartRate = Self.tail(
            epochs.compactMap {
                $0.logLikelihoodRatios["heartRate"] == nil ? nil : $0.evidence.heartRate?.value
            })
        sway = Self.tail(
            epochs.compactMap {
                $0.logLikelihoodRatios["sway"] == nil ? nil : $0.evidence.swayLogRatio
            })
    }

    private static func tail(_ values: [Double]) -> Double? {
        guard values.count >= minutesMin else { return nil }
        let sorted = values.sorted()
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let low = Int(place)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
        }
        let found = quantile(tail) - quantile(0.5)
        return found.isFinite ? found : nil
    }
}
