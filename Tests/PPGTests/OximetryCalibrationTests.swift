import TestKit
import Testing

@testable import PPG

@Suite struct OximetryCalibrationTests {
    private func calibration(
        _ pairs: [(Double, Double)]
    ) throws(OximetryCalibration.Failure) -> OximetryCalibration {
        try OximetryCalibration(
            references: pairs.map { .init(ratio: $0.0, saturationPercent: $0.1) })
    }

    @Test func oneReferenceShiftsTheTextbookLine() throws {
        let curve = try calibration([(0.5, 96.5)])
        // 110 − 25 · 0.5 = 97.5, so the line is 109 − 25 R.
        expect(curve.saturationPercent(atRatio: 0.5) ?? 0, isClose: 96.5, within: 1e-9)
        expect(curve.saturationPercent(atRatio: 1) ?? 0, isClose: 84, within: 1e-9)
        expect(curve.saturationPercent(atRatio: 0.2) ?? 0, isClose: 100, within: 1e-9)
    }

    @Test func twoReferencesMakeALine() throws {
        let curve = try calibration([(0.5, 98), (1, 84)])
        expect(curve.saturationPercent(atRatio: 0.75) ?? 0, isClose: 91, within: 1e-9)
    }

    @Test func moreMakeAParabolaThatIsCutOffAtItsTop() throws {
        // Maxim's curve, which turns at 30.354 / (2 · 45.06) = 0.3368 with 99.957 %.
        let maxim = { (ratio: Double) in -45.060 * ratio * ratio + 30.354 * ratio + 94.845 }
        let curve = try calibration([0.4, 0.6, 0.8, 0.9].map { ($0, maxim($0)) })
        for ratio in [0.34, 0.5, 0.7, 0.85] {
            expect(
                curve.saturationPercent(atRatio: ratio) ?? 0, isClose: maxim(ratio), within: 1e-8)
        }
        for ratio in [0.33, 0.2, 0.05] {
            expect(curve.saturationPercent(atRatio: ratio) ?? 0, isClose: 99.957, within: 1e-3)
        }
        // It never rises with the ratio.
        let values = stride(from: 0.05, to: 0.95, by: 0.01)
            .compactMap { curve.saturationPercent(atRatio: $0) }
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
    }

    @Test func nothingIsClaimedBelowSeventyPercentOrOfNoRatio() throws {
        let curve = try calibration([(0.5, 97.5)])
        #expect(curve.saturationPercent(atRatio: 1.6) != nil)
        #expect(curve.saturationPercent(atRatio: 1.61) == nil)
        for ratio in [0, -1, .nan, .infinity] {
            #expect(curve.saturationPercent(atRatio: ratio) == nil)
        }
    }

    @Test func badReferencesAreRefusedInWords() {
        #expect(throws: OximetryCalibration.Failure.noReference) { try calibration([]) }
        #expect(throws: OximetryCalibration.Failure.notFalling) {
            try calibration([(0.5, 90), (1, 95)])
        }
        #expect(throws: OximetryCalibration.Failure.notFalling) {
            try calibration([(0.5, 97), (0.5, 96)])
        }
        #expect(throws: OximetryCalibration.Failure.impossibleReference(index: 1)) {
            try calibration([(0.5, 97), (.nan, 96)])
        }
        let said = "\(OximetryCalibration.Failure.impossibleReference(index: 1))"
        #expect(
            said
                == "Cannot calibrate oximetry: reference 2 is not a ratio between 0.2 and 3 with a "
                + "saturation of 50 to 100 %. Take it again.")
    }
}
