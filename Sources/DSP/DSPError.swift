public import Biosignals

/// Why a processor cannot be made. A processor that exists cannot fail.
public enum DSPError: Error, Equatable, CustomStringConvertible {
    case windowHoldsNoSample(window: Milliseconds, rate: Hertz)
    case cutoffOutOfRange(cutoff: Hertz, rate: Hertz)
    case orderOutOfRange(order: Int)
    case rateOutOfRange(rate: Hertz, allowed: ClosedRange<Double>)

    public var description: String {
        switch self {
        case .windowHoldsNoSample(let window, let rate):
            "A window of \(window) holds no sample at \(rate). Choose a longer window."
        case .cutoffOutOfRange(let cutoff, let rate):
            "A cut-off of \(cutoff) does not lie between 0 and half of \(rate)."
        case .orderOutOfRange(let order):
            "A filter of order \(order) cannot be made; orders 1 to 12 can."
        case .rateOutOfRange(let rate, let allowed):
            "A rate of \(rate) is outside \(allowed.lowerBound) to \(allowed.upperBound) Hz."
        }
    }
}
