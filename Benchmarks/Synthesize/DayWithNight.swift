import Biosignals
import Synthesis

/// Twenty-four hours from seven in the morning: a day at a desk, an evening at home, a night's sleep.
///
/// A quiet person's day of this project's making; the heart beats 14 a minute slower asleep than at
/// the desk.
enum DayWithNight {
    static let name = "synthetic_day"
    static let seed: UInt64 = 20_260_106
    /// 2026-01-05T07:00:00Z.
    static let start = UTCTime(millisecondsSince1970: 1_767_596_400_000)
    static let rates = SyntheticRates(ecg: 128, ppg: 64, eda: 4, respiration: 16)

    static func person(seed: UInt64) throws -> SyntheticPerson {
        try SyntheticPerson(
            seed: seed,
            phases: [
                walk(20), rest(40), walk(20),  // up, breakfast, to work: 08:20
                desk(150, 44, 34), walk(10), desk(60, 38, 36), walk(25),  // until 12:25
                rest(35), desk(130, 40, 30), walk(10), desk(100, 34, 32), walk(25),  // until 17:25
                rest(60), walk(30), rest(150), walk(5), rest(80),  // the evening, until 22:50
                night(490),  // until 07:00
            ])
    }

    private static func walk(_ minutes: Double) -> SyntheticPerson.Phase {
        .init(
            .walk, duration: Seconds(minutes * 60), heartRate: 102, rmssd: 16, breathing: 21,
            scrRate: 6)
    }

    private static func rest(_ minutes: Double) -> SyntheticPerson.Phase {
        .init(.rest, duration: Seconds(minutes * 60), heartRate: 70, rmssd: 42, breathing: 14.5)
    }

    private static func desk(
        _ minutes: Double, _ rmssd: Double, _ rmssdAtEnd: Double
    ) -> SyntheticPerson.Phase {
        .init(
            .deskWork, duration: Seconds(minutes * 60), heartRate: 71,
            rmssd: Milliseconds(rmssd), rmssdAtEnd: Milliseconds(rmssdAtEnd), breathing: 15.5,
            scrRate: 4)
    }

    private static func night(_ minutes: Double) -> SyntheticPerson.Phase {
        .init(
            .rest, duration: Seconds(minutes * 60), heartRate: 57, rmssd: 58, breathing: 13,
            scrRate: 0.3, motion: 0.01)
    }
}
