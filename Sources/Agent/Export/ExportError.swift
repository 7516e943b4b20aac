/// Why nothing, or not everything, was exported.
public enum ExportError: Error, Equatable, CustomStringConvertible {
    case exists(path: String)
    case cannotWrite(path: String, because: String)
    case stopped
    /// Channels whose rates have no frame in common, or a value that no number can be.
    case notRepresentable(recording: String, because: String)
    case noBeats(recording: String)
    case pauseTooLong(recording: String, hours: Int)

    public var description: String {
        switch self {
        case .exists(let path):
            "Cannot write \(path): it exists. Remove it, or choose another folder with --output."
        case .cannotWrite(let path, let why):
            "Cannot write \(path): \(why). Choose another folder with --output."
        case .stopped: "Stopped."
        case .notRepresentable(let recording, let why):
            "Cannot export \(recording): \(why). Export it as csv."
        case .noBeats(let recording):
            "Cannot export \(recording): it has neither an ECG nor a PPG channel with beats. Say "
                + "what its channels are with --map, such as --map ecg=NAME."
        case .pauseTooLong(let recording, let hours):
            "Cannot export \(recording): it lasts \(hours) hours, pauses included, more than this "
                + "format should hold. Export it as edf, which leaves pauses out."
        }
    }
}
