import Biosignals
import Foundation
import Respiration
import Testing

/// The first three minutes of every BIDMC record at hand against two people's breaths: breaths per
/// 60 s, a window every 30 s, windows in which the two differ by more than 2 left out.
@Suite struct RespirationFloorTests {
    @Test func bidmcDoesNotGetWorse() throws {
        let root = ProcessInfo.processInfo.environment["HEALTHYPI_DATA"] ?? "../shared/data/dev"
        let folder = URL(fileURLWithPath: root).appendingPathComponent("ppg_resp/bidmc")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let records = names.filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }
        guard !records.isEmpty else {
            print("ppg_resp/bidmc was not found: its floor is not tested.")
            return
        }
        let errors = try records.flatMap {
            try windowErrors(folder.appendingPathComponent($0).path)
        }
        let mean = errors.reduce(0, +) / Double(errors.count)
        #expect(mean <= 0.75, "mean absolute error is \(mean) /min over \(errors.count) windows")
    }

    private func windowErrors(_ record: String) throws -> [Double] {
        let data = try Data(contentsOf: URL(fileURLWithPath: record + ".dat"))
        // Format 16: three channels of 16-bit little-endian numbers, RESP is the first.
        let signal = (0..<min(180 * 125, data.count / 6)).map { frame -> Double in
            Double(Int16(bitPattern: UInt16(data[6 * frame + 1]) << 8 | UInt16(data[6 * frame])))
        }
        var processor = try RespirationProcessor(rate: 125)
        var output = RespirationOutput()
        processor.process(signal, into: &output)
        processor.finish(into: &output)

        let rows = try String(contentsOfFile: record + ".breaths.csv", encoding: .utf8)
            .split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) } }
        return stride(from: 0.0, through: 90, by: 30).compactMap { start in
            let window = (start * 125)..<((start + 60) * 125)
            func count(_ person: Int) -> Int {
                rows.filter { row in
                    row.count > person && row[person].map { window.contains($0) } ?? false
                }.count
            }
            let (first, second) = (count(0), count(1))
            guard abs(first - second) <= 2 else { return nil }
            let found = output.breaths.filter { window.contains($0.position) }.count
            return abs(Double(found) - Double(first + second) / 2)
        }
    }
}
