/// Why nothing is said about arousal. None of these means calm: that activation was not seen says
/// nothing about its absence, and a skin without responses least of all.
public enum ArousalSilence: Equatable, Sendable {
    case nothingSeen
    case noSkin
    case noHeart
    case notWorn
    case asleep
    /// Whether the person moved is not known, and moving looks the same.
    case movementNotSeen
    case moving(minutes: Double)
    case justActive(minutes: Double)
    case skinUnusable(minutes: Double, needed: Double)
    case heartUnusable(minutes: Double, needed: Double)
    case tooLittleUsual(minutes: Double, needed: Double)
    /// A person, or a contact, without responses: skin tells nothing.
    case skinTellsNothing(minutes: Double)
    case warming(degrees: Double)
    case drifting(percentPerMinute: Double)
    case neitherRaised
    /// One channel alone, and the other does not bear it out.
    case skinAlone
    case heartAlone
    case notSure(probability: Double, needed: Double)

    /// The word used in files and counters.
    public var code: String {
        switch self {
        case .nothingSeen: "nothingSeen"
        case .noSkin: "noSkin"
        case .noHeart: "noHeart"
        case .notWorn: "notWorn"
        case .asleep: "asleep"
        case .movementNotSeen: "movementNotSeen"
        case .moving: "moving"
        case .justActive: "justActive"
        case .skinUnusable: "skinUnusable"
        case .heartUnusable: "heartUnusable"
        case .tooLittleUsual: "tooLittleUsual"
        case .skinTellsNothing: "skinTellsNothing"
        case .warming: "warming"
        case .drifting: "drifting"
        case .neitherRaised: "neitherRaised"
        case .skinAlone: "skinAlone"
        case .heartAlone: "heartAlone"
        case .notSure: "notSure"
        }
    }

    /// For people, without measured numbers.
    public var text: String {
        switch self {
        case .nothingSeen: "nothing was measured"
        case .noSkin: "skin conductance in uS is not measured, and the heart alone is not enough"
        case .noHeart: "no heart rate is measured, and the skin alone is not enough"
        case .notWorn: "the sensor was not worn"
        case .asleep: "asleep: responses of the skin mean something else then"
        case .movementNotSeen: "whether the person moved is not known, and moving looks the same"
        case .moving: "the person moved, and moving looks the same"
        case .justActive: "the person had just been active, and heart and sweat still show it"
        case .skinUnusable: "too little of the skin signal is usable"
        case .heartUnusable: "too little of the heart signal is usable"
        case .tooLittleUsual: "what is usual for this person is not known yet"
        case .skinTellsNothing:
            "the skin shows next to no responses: this person's, or this contact's, tells nothing"
        case .warming: "the skin is warming up, which looks the same"
        case .drifting: "the skin's level had been rising already: warmth, or electrodes settling"
        case .neitherRaised: "neither skin nor heart is clearly above the usual"
        case .skinAlone: "the skin alone is above the usual, and the heart does not bear it out"
        case .heartAlone: "the heart alone is above the usual, and the skin does not bear it out"
        case .notSure: "skin and heart are above the usual, but the model is not sure enough"
        }
    }
}
