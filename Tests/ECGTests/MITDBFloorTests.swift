import Biosignals
import ECG
import Foundation
import Testing
import TestKit

/// On annotated excerpts the detector may get better, not worse.
struct MITDBFloorTests {
    /// Five minutes each of records with P waves taller than the QRS (108), noise (116, 203),
    /// changing height (201), wide ectopic beats (208) and a pacemaker (217).
    @Test(arguments: [
        ("101", 99.0), ("108", 90.0), ("116", 98.0), ("201", 98.0), ("203", 97.0), ("208", 97.5),
        ("217", 99.0), ("220", 99.9),
    ])
    func staysAboveItsFloor(_ record: String, _ floor: Double) throws {
        guard let folder = developmentData("ecg/mitdb") else {
            print("MITDBFloorTests: ecg/mitdb was not found; set HEALTHYPI_DATA to score it.")
            return
        }
        let signal = try Data(contentsOf: folder.appending(path: "\(record).dat"))
        let table = try String(
            contentsOf: folder.appending(path: "\(record).beats.csv"), encoding: .utf8)
        let end = 300 * 360
        let samples = Self.firstChannel(of: signal, count: end)
        let reference = table.split(whereSeparator: \.isNewline).dropFirst()
            .compactMap { Double($0.split(separator: ",")[0]) }
            .filter { $0 < Double(end) }
        let match = BeatMatch(
            reference: reference, test: try analyse(samples, rate: 360).positions, window: 54)
        #expect(
            match.f1 >= floor, "\(record): Se \(match.sensitivity) +P \(match.positivePredictivity)"
        )
    }

    /// WFDB format 212: two channels of 12 bits in three bytes.
    private static func firstChannel(of signal: Data, count: Int) -> [Double] {
        (0..<min(count, signal.count / 3)).map { index in
            let value = Int(signal[3 * index]) | (Int(signal[3 * index + 1] & 15) << 8)
            return Double(value >= 2_048 ? value - 4_096 : value)
        }
    }
}
