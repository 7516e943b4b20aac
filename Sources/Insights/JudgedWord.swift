/// A word that judges. It stands in a sentence only by a claim that bears it out, or, in limits and
/// in what would have changed, as a word that is named and not said of the person.
public enum JudgedWord: String, CaseIterable, Sendable {
    case stationary, sitting, sedentary, active, asleep
    case declining, decline, rising, rise, changed
    case lower, higher, raised, low, high, usual
    case aroused, calm, responding
    case loose, off, weak, flat, noisy, moving, good
    case withoutSignal = "without a signal"
    case shaken = "shaken by motion"
    case beyondRange = "beyond its range"
    case disturbed = "disturbed by mains hum"
    case notUsable = "not usable"
}
