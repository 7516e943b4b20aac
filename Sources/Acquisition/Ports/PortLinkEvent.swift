/// What happened, for a `PortLink`.
public enum PortLinkEvent: Equatable, Sendable {
    case appeared(PortIdentity)
    /// Other facts about a port that stays.
    case changed(PortIdentity)
    case vanished(PortKey)
    case opened
    case openingFailed(PortError)
    case bytesArrived
    /// Its frames are those of a board we read.
    case recognised
    /// What came so far is nobody's frames at this speed.
    case notRecognised
    /// It is a device that cannot be read, whatever the speed.
    case refused
    case readingEnded(PortReader.End)
    /// Time has passed.
    case tick
    case stop
}
