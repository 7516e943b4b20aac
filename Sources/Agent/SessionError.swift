public import Biosignals

/// Why a recording cannot be worked on although it can be read.
public enum SessionError: Error, Equatable, CustomStringConvertible {
    case cannotProcess(String)
    case noUsableChannel(recording: String, found: [String], because: [String])
    case noChannel(role: ChannelRole, recording: String, found: [String])

    public var description: String {
        switch self {
        case .cannotProcess(let why): "This recording cannot be worked on: \(why)"
        case .noUsableChannel(let recording, let found, let because):
            "Nothing to work on in \(recording): its channels are "
                + "\(found.joined(separator: ", "))"
                + (because.isEmpty ? "" : " (" + because.joined(separator: "; ") + ")")
                + ". Say what they are with --map, such as --map ecg=NAME."
        case .noChannel(let role, let recording, let found):
            "No \(role.rawValue) channel in \(recording): its channels are "
                + "\(found.joined(separator: ", ")). Name the one you mean with "
                + "--map \(role.rawValue)=NAME."
        }
    }
}
