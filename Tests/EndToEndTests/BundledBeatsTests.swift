import Biosignals
import Foundation
import TestKit
import Testing

/// The bundled recordings through the program that users run, against the votes of five published
/// detectors that lie beside them. A vote is no clinical annotation: these are floors against
/// getting worse, not claims.
@Suite struct BundledBeatsTests {
    struct Reference: Sendable, CustomTestStringConvertible {
        let name: String
        let rate: Double
        let beats: Int
        /// Missed and extra beats that are allowed.
        var missedMax = 0
        var extraMax = 0
        var testDescription: String { name }
    }

    private func match(_ name: String, _ kind: String, rate: Double) throws -> (Int, BeatMatch) {
        let outcome = try Program.run("healthypi-agent", "beats", Datasets.record(name))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines.first == "sample,time_s,quality")
        let rows = outcome.lines.dropFirst().map { $0.split(separator: ",") }
        let found = rows.compactMap { Double($0[1]) }
        for row in rows {
            // The nearest sample belongs to the sub-sample time.
            let (sample, time) = (Double(row[0]) ?? -1, Double(row[1]) ?? -1)
            expect(time * rate, isClose: sample, within: 0.501)
        }
        let reference = try Datasets.samples(name, kind).map { Double($0) / rate }
        return (
            reference.count,
            BeatMatch(reference: reference, test: found, window: 0.15, excluding: [])
        )
    }

    @Test(arguments: [
        // The first beat is cut by the start of the recording; the vote leaves it out.
        Reference(name: "ecg_peakdet_45s", rate: 1_000, beats: 56, extraMax: 1),
        Reference(name: "ecg_plux_7min", rate: 1_000, beats: 483, missedMax: 1, extraMax: 2),
        Reference(name: "ecg_plux_rest_5min", rate: 1_000, beats: 386, missedMax: 1, extraMax: 1),
        Reference(name: "ecg_plux_supine_1min", rate: 1_000, beats: 59, extraMax: 2),
        Reference(name: "ecg_pyhrv_bitalino_22s", rate: 1_000, beats: 29, extraMax: 2),
    ])
    func heartBeatsAreThoseOfTheVote(_ reference: Reference) throws {
        let (count, match) = try match(reference.name, "beats", rate: reference.rate)
        #expect(count == reference.beats)
        #expect(match.missed <= reference.missedMax)
        #expect(match.extra <= reference.extraMax)
    }

    @Test func pulsesAreThoseOfTheVote() throws {
        let (count, match) = try match("ppg_plux_rest_105s", "pulses", rate: 1_000)
        #expect(count == 120)
        #expect(match.missed <= 1 && match.extra <= 2)
    }

    /// MIT-BIH 208 has no vote: ours may not find fewer beats than a person's heart has.
    @Test func ectopyDoesNotStopTheDetector() throws {
        let outcome = try Program.run(
            "healthypi-agent", "beats", Datasets.record("ecg_mitdb208_scipy_5min"))
        #expect(outcome.status == 0)
        #expect((480...530).contains(outcome.lines.count - 1))
    }

    /// One minute of a chest belt: as many breaths as peaks were counted by eye.
    @Test func breathsAreThoseSeenByEye() throws {
        let outcome = try Program.run(
            "healthypi-agent", "respiration", Datasets.record("resp_plux_60s"))
        let found = try JSONObject(outcome.text).members["breaths_s"] as? [Double] ?? []
        let seen = try Datasets.samples("resp_plux_60s", "breaths")
        #expect(abs(found.count - seen.count) <= 1)
    }

    /// The response near 11.5 s and the rise from 36 s to 51 s that the recording's notes name.
    @Test func skinResponsesAreWhereTheNotesSay() throws {
        let outcome = try Program.run("healthypi-agent", "eda", Datasets.record("eda_plux_95s"))
        let responses = try JSONObject(outcome.text).objects("scr")
        let peaks = responses.compactMap { $0.number("peak_s") }
        #expect(peaks.contains { abs($0 - 11.5) < 1 })
        #expect(peaks.contains { (36...52).contains($0) })
        #expect(responses.allSatisfy { ($0.number("amplitude_uS") ?? 0) >= 0.02 })
    }
}
