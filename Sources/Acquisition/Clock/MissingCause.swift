/// Why samples of a channel are missing.
public enum MissingCause: String, CaseIterable, Sendable {
    /// The device's sequence number says that they were made and did not come.
    case sequence
    /// A damaged frame was skipped; how many it held follows from its length.
    case damagedFrame
    /// The device sends nothing of use while an electrode is off.
    case leadOff
    /// The device began to count anew.
    case restart
    /// Nobody was there to send.
    case unplugged
    /// The device was there and sent nothing.
    case silent
    /// The host did not read fast enough, and bytes were dropped.
    case overrun
    /// The board counts nothing, and its samples come later than they should if all had come.
    case suspected
    /// The channel's index was set forward to the clock, so that devices stay aligned.
    case realigned
    /// The device said that it has no value.
    case notAvailable

    /// Whether somebody counted; otherwise the number is inferred from the passage of time.
    public var isProven: Bool {
        switch self {
        case .sequence, .damagedFrame, .leadOff, .notAvailable: true
        case .restart, .unplugged, .silent, .overrun, .suspected, .realigned: false
        }
    }

    /// For people, behind a number of samples.
    public var words: String {
        switch self {
        case .sequence: "lost, as the board's numbers say"
        case .damagedFrame: "in damaged frames"
        case .leadOff: "while an electrode was off"
        case .restart: "while the board restarted"
        case .unplugged: "while unplugged"
        case .silent: "while the board was silent"
        case .overrun: "dropped because reading was late"
        case .suspected: "suspected from their timing"
        case .realigned: "left out to keep devices aligned"
        case .notAvailable: "not available on the board"
        }
    }
}
