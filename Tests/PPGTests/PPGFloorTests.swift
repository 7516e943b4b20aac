import Biosignals
import Foundation
import PPG
import Testing

/// The first two minutes of every BIDMC record at hand against its ECG beats: one lag per record
/// between 0 and 1 s, 150 ms, disputed stretches left out.
@Suite struct PPGFloorTests {
    @Test func bidmcDoesNotGetWorse() throws {
        let folder = developmentData("ppg_resp/bidmc")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let records = names.filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }
        guard !records.isEmpty else {
            print("ppg_resp/bidmc was not found: its floor is not tested.")
            return
        }
        var (matched, expected, found) = (0, 0, 0)
        for record in records {
            let counts = try score(folder.appendingPathComponent(record).path)
            matched += counts.matched
            expected += counts.expected
            found += counts.found
        }
        let f1 = 200 * Double(matched) / Double(expected + found)
        #expect(f1 >= 99.0, "gross F1 is \(f1) % of \(expected) beats")
    }

    private func score(
        _ record: String
    ) throws -> (matched: Int, expected: Int, found: Int) {
        let limit = 120 * 125
        let data = try Data(contentsOf: URL(fileURLWithPath: record + ".dat"))
        // Format 16: three channels of 16-bit little-endian numbers, PLETH is the second.
        let signal = (0..<min(limit, data.count / 6)).map { frame -> Double in
            let low = UInt16(data[6 * frame + 2])
            let high = UInt16(data[6 * frame + 3])
            return Double(Int16(bitPattern: high << 8 | low))
        }
        var processor = try PPGProcessor(rate: 125)
        var output = PPGOutput()
        processor.process(signal, into: &output)
        processor.finish(into: &output)

        let disputed = try rows(record + ".uncertain.csv")
        func counts(_ sample: Double) -> Bool {
            sample >= 0 && sample < Double(limit - 250)
                && !disputed.contains { $0[0] <= sample && sample < $0[1] }
        }
        let beats = try rows(record + ".ecg_beats_consensus.csv").map { $0[0] }.filter(counts)
        var best = (matched: -1, expected: beats.count, found: 0)
        for lag in stride(from: 0.0, through: 125, by: 5) {
            let pulses = output.pulses.map { $0.position - lag }.filter(counts)
            let pairs = matches(beats, pulses, within: 0.15 * 125)
            if pairs > best.matched { (best.matched, best.found) = (pairs, pulses.count) }
        }
        return best
    }

    private func rows(_ path: String) throws -> [[Double]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",").compactMap { Double($0) } }
            .filter { !$0.isEmpty }
    }

    private func matches(_ beats: [Double], _ pulses: [Double], within tolerance: Double) -> Int {
        var (beat, pulse, count) = (0, 0, 0)
        while beat < beats.count, pulse < pulses.count {
            let distance = pulses[pulse] - beats[beat]
            if abs(distance) <= tolerance { count += 1 }
            if distance <= tolerance { pulse += 1 }
            if distance >= -tolerance { beat += 1 }
        }
        return count
    }
}

/// A folder of the developers' data: under `HEALTHYPI_DATA`, or beside the package.
func developmentData(_ set: String) -> URL {
    let root = ProcessInfo.processInfo.environment["HEALTHYPI_DATA"] ?? "../shared/data/dev"
    return URL(fileURLWithPath: root).appendingPathComponent(set)
}
