import Acquisition

/// tinyGSR's circuit, with its trimmer at 200 kΩ and a supply of 3.3 V: the skin is the lower arm of
/// a divider, and the converter sees how much more than the trimmer's arm it gives.
///
/// 0 counts are 5 µS, more conductance is fewer counts, and 2.6 to 9.5 µS lie within the converter's
/// range.
/// Source: `hardware/pc_tinyGSR.sch` of Protocentral/protocentral_tinygsr 38797f0.
struct SkinDivider: Equatable, Sendable {
    private static let supplyMillivolts = 3_300.0
    private static let seriesMegohms = 0.2
    private static let trimmerMegohms = 0.2

    /// Not yet rounded, and not cut off at the ends of the converter's range.
    ///
    /// - Parameter microsiemens: below 0 is an open circuit, as 0 is.
    func counts(microsiemens: Double) -> Double {
        // R / (series + R), with R = 1 / conductance.
        let skin = 1 / (1 + Self.seriesMegohms * max(microsiemens, 0))
        let trimmer = Self.trimmerMegohms / (Self.seriesMegohms + Self.trimmerMegohms)
        return Self.supplyMillivolts * (skin - trimmer) / TLA2022.millivoltsPerCount
    }
}
