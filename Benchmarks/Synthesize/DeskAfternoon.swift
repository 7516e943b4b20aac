import Biosignals
import Synthesis

/// The person and the channels of the demo recording: two hours at a desk while RMSSD falls by a
/// third and the heart rate stays, between two walks.
enum DeskAfternoon {
    static let name = "synthetic_desk_afternoon"
    static let seed: UInt64 = 20_260_105

    static let rates = SyntheticRates(ecg: 128, ppg: 64, eda: 4, respiration: 16)

    static func person(seed: UInt64) throws -> SyntheticPerson {
        try SyntheticPerson(
            seed: seed,
            phases: [
                .init(
                    .walk, duration: 240, heartRate: 98, rmssd: 18, breathing: 20, scrRate: 6,
                    motion: 0.8),
                .init(
                    .rest, duration: 360, heartRate: 76, rmssd: 40, rmssdAtEnd: 44, breathing: 15,
                    scrRate: 3, motion: 0.05),
                .init(
                    .deskWork, duration: 7_200, heartRate: 71, rmssd: 45, rmssdAtEnd: 30,
                    breathing: 15.5, scrRate: 4),
                .init(
                    .walk, duration: 600, heartRate: 106, rmssd: 14, breathing: 22, scrRate: 7),
                .init(
                    .rest, duration: 600, heartRate: 73, rmssd: 38, breathing: 14.5, scrRate: 2),
            ])
    }
}
