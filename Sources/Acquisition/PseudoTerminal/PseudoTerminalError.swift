/// Why a pseudo-terminal or the link to it could not be made.
public enum PseudoTerminalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The system's own words.
    case cannotOpen(because: String)
    case cannotLink(path: String, because: String)
    case noThread

    public var description: String {
        switch self {
        case .cannotOpen(let why):
            "Cannot open a pseudo-terminal (/dev/ptmx): \(why). "
                + "Close other programs that use some, or mount /dev/pts."
        case .cannotLink(let path, let why):
            "Cannot make a link to the pseudo-terminal (\(path)): \(why). "
                + "Choose another folder for temporary files with TMPDIR."
        case .noThread:
            "The system has no thread to give to a simulated board. Close other programs."
        }
    }
}
