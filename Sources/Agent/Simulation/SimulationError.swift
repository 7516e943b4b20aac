public import Acquisition

/// Why boards cannot be simulated, or no longer.
public enum SimulationError: Error, CustomStringConvertible {
    case noTerminal(PseudoTerminalError)
    /// None of the recording's channels is of any use to any of the boards.
    case nothingToSend(path: String, found: [String])
    case noBoards
    case twice(String)
    case cannotWrite(path: String, because: String)
    case recording(AcquisitionError)

    public var description: String {
        switch self {
        case .noTerminal(let error): error.description
        case .nothingToSend(let path, let found):
            "The recording (\(path)) has no channel that these boards measure; it has "
                + (found.isEmpty ? "none" : found.joined(separator: ", "))
                + ". Say which channel is what with --map, such as ecg=MLII."
        case .noBoards: "Name at least one board."
        case .twice(let name): "\(name) stands there twice. Each board is simulated once."
        case .cannotWrite(let path, let why):
            "Cannot write \(path): \(why). Choose another file."
        case .recording(let error): error.description
        }
    }
}
