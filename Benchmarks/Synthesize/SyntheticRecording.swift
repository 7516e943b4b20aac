import Biosignals
import Synthesis

/// A recording that can be made: whose, and when.
struct SyntheticRecording {
    let name: String
    let person: SyntheticPerson
    let rates: SyntheticRates
    /// UTC of the first sample; nil if it says none.
    let start: UTCTime?

    /// The bundled one.
    static func desk(seed: UInt64) throws -> SyntheticRecording {
        SyntheticRecording(
            name: DeskAfternoon.name, person: try DeskAfternoon.person(seed: seed),
            rates: DeskAfternoon.rates, start: nil)
    }

    /// A day with its night, of which nothing is bundled.
    static func day(seed: UInt64) throws -> SyntheticRecording {
        SyntheticRecording(
            name: DayWithNight.name, person: try DayWithNight.person(seed: seed),
            rates: DayWithNight.rates, start: DayWithNight.start)
    }
}
