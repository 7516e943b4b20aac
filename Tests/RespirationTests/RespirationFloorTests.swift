import Biosignals
import Foundation
import Respiration
import TestKit
import Testing

/// The first two minutes of every BIDMC record at hand against two people's breaths: breaths per
/// 60 s, a window every 30 s, windows in which the two differ by more than 2 left out.
@Suite struct RespirationFloorTests {
    private static let rate = 125.0
    private static let duration = 120.0

    /// What was found in the windows in which the two people agree.
    private struct Tally {
        var windows = 0
        var errors: [Double] = []

        var coverage: Double { Double(errors.count) / Double(max(1, windows)) }
        var meanError: Double { errors.reduce(0, +) / Double(max(1, errors.count)) }

        mutating func add(_ estimates: [RespirationEstimate], _ reference: [Int: Double]) {
            for (start, breaths) in reference {
                windows += 1
                let estimate = estimates.last { $0.end.value <= Double(start) + 60.5 }
                guard let rate = estimate?.rate.value else { continue }
                errors.append(abs(rate.value - breaths))
            }
        }
    }

    @Test func theChestsOwnMovementDoesNotGetWorse() throws {
        var tally = Tally()
        for record in Self.records {
            var processor = try RespirationProcessor(rate: Hertz(Self.rate))
            var output = RespirationOutput()
            processor.process(try Self.signal(0, of: record), into: &output)
            processor.finish(into: &output)
            tally.add(output.estimates, try Self.reference(of: record))
        }
        guard tally.windows > 0 else { return Self.standAside() }
        #expect(tally.coverage >= 0.93, "\(100 * tally.coverage) % of the windows have a rate")
        #expect(tally.meanError <= 0.5, "mean absolute error is \(tally.meanError) /min")
    }

    /// From the reference beats' heights, levels and intervals in lead II: no detector takes part.
    @Test func whatBeatsSayDoesNotGetWorse() throws {
        var tally = Tally()
        for record in Self.records {
            let ecg = try Self.signal(2, of: record)
            var sampler = try BeatModulationSampler(rate: Hertz(Self.rate))
            var beats: [BeatModulation] = []
            sampler.process(ecg, beats: try Self.beats(of: record, in: ecg), into: &beats)
            sampler.finish(into: &beats)
            tally.add(derive(beats).estimates, try Self.reference(of: record))
        }
        guard tally.windows > 0 else { return Self.standAside() }
        #expect(tally.coverage >= 0.83, "\(100 * tally.coverage) % of the windows have a rate")
        #expect(tally.meanError <= 0.8, "mean absolute error is \(tally.meanError) /min")
    }

    private static var records: [String] {
        guard let folder = developmentData("ppg_resp/bidmc") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".hea") }.sorted()
            .map { folder.appendingPathComponent(String($0.dropLast(4))).path }
    }

    private static func standAside() {
        print("ppg_resp/bidmc was not found: its floors are not tested.")
    }

    /// One of RESP, PLETH and ECG.
    private static func signal(_ channel: Int, of record: String) throws -> [Double] {
        let file = URL(fileURLWithPath: record + ".dat")
        return Array(try format16Channel(channel, of: 3, in: file).prefix(Int(duration * rate)))
    }

    private static func rows(of path: String) throws -> [[Double?]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) } }
    }

    /// Mean breaths of the two people by the window's start in seconds.
    private static func reference(of record: String) throws -> [Int: Double] {
        let rows = try rows(of: record + ".breaths.csv")
        var windows: [Int: Double] = [:]
        for start in stride(from: 0, through: Int(duration) - 60, by: 30) {
            let window = (Double(start) * rate)..<(Double(start + 60) * rate)
            let counts = (0...1).map { person in
                rows.count { $0.count > person && $0[person].map(window.contains) ?? false }
            }
            guard abs(counts[0] - counts[1]) <= 2 else { continue }
            windows[start] = Double(counts[0] + counts[1]) / 2
        }
        return windows
    }

    /// The reference beats, each with its height over the 0.6 s about it.
    private static func beats(of record: String, in ecg: [Double]) throws -> [Fiducial] {
        try rows(of: record + ".ecg_beats_consensus.csv").compactMap { row in
            guard let position = row.first ?? nil else { return nil }
            let peak = Int(position)
            guard peak >= 38, peak + 38 < ecg.count else { return nil }
            let around = ecg[(peak - 38)...(peak + 38)]
            let top = ecg[(peak - 4)...(peak + 4)].max() ?? 0
            return Fiducial(
                kind: .rPeak, position: position, quality: 1,
                evidence: .init(
                    amplitude: top - around.reduce(0, +) / Double(around.count), margin: 1))
        }
    }
}
