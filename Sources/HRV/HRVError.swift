/// Why an analyzer cannot be made.
public enum HRVError: Error, Equatable, CustomStringConvertible {
    case shareOutOfRange(name: String, value: Double)
    case percentOutOfRange(name: String, value: Double)

    public var description: String {
        switch self {
        case .shareOutOfRange(let name, let value):
            "\(name) is a share between 0 and 1, not \(value)."
        case .percentOutOfRange(let name, let value):
            "\(name) is a percentage between 0 and 100, not \(value)."
        }
    }
}
