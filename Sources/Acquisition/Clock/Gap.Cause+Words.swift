public import Biosignals

extension Gap.Cause {
    /// For people, behind a number of samples.
    public var words: String {
        switch self {
        case .invalidSamples: "marked invalid"
        case .damagedFile: "in a damaged file"
        case .pauseInRecording: "while the recording paused"
        case .lostPackets: "lost, as the board's numbers say"
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
