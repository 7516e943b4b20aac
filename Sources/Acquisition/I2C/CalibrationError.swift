/// Why two readings make no calibration.
public enum CalibrationError: Error, Equatable, Sendable, CustomStringConvertible {
    case notAResistor(kiloohms: Double)
    case sameResistor(kiloohms: Double)
    case saturated(counts: Double)
    case tooClose(counts: Double, and: Double)
    /// The pair contradicts the circuit.
    case notThisCircuit

    public var description: String {
        let why =
            switch self {
            case .notAResistor(let value):
                "\(value) kΩ is no resistor. Give two values between 1 and 10000 kΩ."
            case .sameResistor(let value):
                "both resistors have \(value) kΩ. Measure two that differ by a factor of 1.5 or more."
            case .saturated(let counts):
                "\(counts) counts is the end of the converter's range. "
                    + "Turn the trimmer, or take a resistor nearer to the skin's, and measure again."
            case .tooClose(let first, let second):
                "\(first) and \(second) counts are too close to tell the resistors apart. "
                    + "Check that they are connected, or take values further apart."
            case .notThisCircuit:
                "the two readings do not fit the circuit. Check the values and measure again."
            }
        return "Cannot calibrate the skin conductance: " + why
    }
}
