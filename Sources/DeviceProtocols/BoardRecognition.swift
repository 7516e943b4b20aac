/// What a device turned out to be, from the bytes it sent.
public enum BoardRecognition: Equatable, Sendable {
    /// Not enough yet: at least so many bytes more.
    case undecided(bytesNeeded: Int)
    case recognised(BoardProfile)
    /// Several boards send such frames: the user must say which, with `--board`.
    case ambiguous([Board], evidence: [String])
    /// A device of this family that cannot be read, why, and what to do.
    case refused(what: String, remedy: String)
    /// None of ours.
    case unknown(evidence: [String])
}
