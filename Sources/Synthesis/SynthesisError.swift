/// Why a person or a source cannot be made. A source that exists cannot fail.
public enum SynthesisError: Error, Equatable, CustomStringConvertible {
    case noPhases
    case noChannels
    case outOfRange(what: String, value: Double, allowed: ClosedRange<Double>)

    public var description: String {
        switch self {
        case .noPhases: "A synthetic person without phases lives no second. Give at least one."
        case .noChannels: "No channel has a rate. Give at least one."
        case .outOfRange(let what, let value, let allowed):
            "\(what) is \(value); it lies between \(allowed.lowerBound) and \(allowed.upperBound)."
        }
    }
}
