extension ArousalSilence {
    /// In the shape that all rules share.
    public var silence: Silence {
        switch self {
        case .nothingSeen, .noSkin, .noHeart, .movementNotSeen:
            Silence(.tooLittleData, quantity: code)
        case .notWorn: Silence(.notWorn, quantity: code)
        case .asleep: Silence(.asleep, quantity: code)
        case .moving(let minutes), .justActive(let minutes):
            Silence(.contradicted, quantity: code, found: minutes)
        case .skinUnusable(let minutes, let needed), .heartUnusable(let minutes, let needed):
            Silence(.poorSignal, quantity: code, found: minutes, needed: needed)
        case .tooLittleUsual(let minutes, let needed):
            Silence(.tooLittleData, quantity: code, found: minutes, needed: needed)
        case .skinTellsNothing(let minutes):
            Silence(.tooLittleData, quantity: code, found: minutes)
        case .warming(let degrees): Silence(.contradicted, quantity: code, found: degrees)
        case .drifting(let percent): Silence(.contradicted, quantity: code, found: percent)
        case .neitherRaised: Silence(.insideUsualRange, quantity: code)
        case .skinAlone, .heartAlone: Silence(.notClear, quantity: code)
        case .notSure(let probability, let needed):
            Silence(.belowThreshold, quantity: code, found: probability, needed: needed)
        }
    }
}
