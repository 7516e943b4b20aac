public import DeviceProtocols

/// Why the bytes of a device cannot be read.
public enum DeviceProblem: Equatable, Sendable {
    case noFrames(evidence: [String])
    case ambiguous([Board])
    case refused(what: String, remedy: String)
    /// A log the device wrote is damaged at its head.
    case logInvalid(String)

    /// What is wrong and what to do, as the end of a sentence that names the file or the port.
    public var text: String {
        switch self {
        case .noFrames(let evidence):
            "no board that is known here sends such bytes"
                + (evidence.isEmpty ? "" : " (" + evidence.joined(separator: "; ") + ")")
                + ". Name the board with --board if you know it."
        case .ambiguous(let boards):
            "several boards send such frames. Say which with --board: "
                + boards.map(\.rawValue).joined(separator: ", ") + "."
        case .refused(let what, let remedy): "\(what). \(remedy)"
        case .logInvalid(let why): why
        }
    }
}
