import Biosignals
import ECG
import Foundation
import Testing
import TestKit

/// In electrode motion as strong as the beats, stream and second look may get better, not worse.
struct NoiseFloorTests {
    @Test(arguments: [("101", 87.0, 87.0), ("115", 96.0, 96.0), ("122", 95.0, 95.0)])
    func staysAboveItsFloor(_ record: String, _ streamMin: Double, _ lookMin: Double) throws {
        guard let folder = developmentData("ecg/nstdb") else {
            print("NoiseFloorTests: ecg/nstdb was not found; set HEALTHYPI_DATA to score it.")
            return
        }
        let path = folder.appending(path: "\(record)_em00")
        let samples = try format16Channel(
            0, of: 2, in: path.appendingPathExtension("dat"))
        let table = try String(
            contentsOf: path.appendingPathExtension("beats.csv"), encoding: .utf8)
        let reference = table.split(whereSeparator: \.isNewline).dropFirst()
            .compactMap { Double($0.split(separator: ",")[0]) }
        var review = try ECGReview(rate: 360)
        var reviewed = ECGOutput()
        review.process(samples, into: &reviewed)
        review.finish(into: &reviewed)
        // The noise lies between 30 s and 150 s.
        func f1(_ output: ECGOutput) -> Double {
            BeatMatch(
                reference: reference, test: output.positions, window: 54,
                excluding: [-.infinity..<10_800, 54_000..<(.infinity)]
            ).f1
        }
        #expect(f1(try analyse(samples, rate: 360)) >= streamMin)
        #expect(f1(reviewed) >= lookMin)
    }
}
