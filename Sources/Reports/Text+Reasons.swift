extension Text {
    /// Why there is no measure, as people say it; the contract's own word where it is another.
    public static func reason(_ code: String) -> String {
        switch code {
        case "tooFewIntervals": "too few intervals"
        case "windowTooShort": "too short a stretch"
        case "poorSignal": "a signal that is not good enough"
        case "tooManyEdits": "too many beats that had to be edited"
        case "rhythmIrregular": "a rhythm that is not regular enough"
        case "sourceUnsuitable": "intervals that do not support it"
        default: code
        }
    }
}
