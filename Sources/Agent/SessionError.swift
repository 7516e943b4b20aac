public import Biosignals

/// Why a recording cannot be worked on although it can be read.
public enum SessionError: Error, Equatable, CustomStringConvertible {
    case cannotProcess(recording: String, because: String)
    case noUsableChannel(recording: String, found: [String], because: [String])
    case noChannel(role: ChannelRole, recording: String, found: [String])
    /// A pulse wave, and nothing that shows movement.
    case noMovement(recording: String, found: [String])

    public var description: String {
        switch self {
        case .cannotProcess(let recording, let why):
            "Cannot work on \(recording): \(why) Resample it, or name another channel with --map."
        case .noUsableChannel(let recording, let found, let because):
            "Nothing to work on in \(recording): its channels are "
                + "\(Self.list(found))"
                + (because.isEmpty ? "" : " (" + because.joined(separator: "; ") + ")")
                + ". Say what they are with --map, such as --map ecg=NAME."
        case .noMovement(let recording, let found):
            "Nothing in \(recording) tells stationary from active: its channels are "
                + "\(Self.list(found)), and a pulse rate alone does not tell sitting from walking. "
                + "It takes an ECG (--map ecg=NAME), an accelerometer (--map acc=NAME), or steps "
                + "that somebody else counted (--context FILE)."
        case .noChannel(let role, let recording, let found):
            "No \(role.rawValue) channel in \(recording): its channels are "
                + "\(Self.list(found)). Name the one you mean with "
                + "--map \(role.rawValue)=NAME."
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(20).joined(separator: ", ")
            + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}
