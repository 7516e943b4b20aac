import Agent
import Biosignals
import EventContract
import Sedentary
import TestKit
import Testing

import Reports

/// The report holds what the commands print: the same values from the same analyses.
@Suite struct RecordingReporterTests {
    private let root = packageRoot() + "/datasets"

    private func report(_ name: String, isLive: Bool = false) async throws -> RecordingReport {
        var options = RecordingReporter.Options()
        options.isLive = isLive
        return try await RecordingReporter(options: options).report(of: "\(root)/\(name)/\(name)")
            .report
    }

    @Test(arguments: [false, true])
    func measuresAreThoseOfHRV(_ isLive: Bool) async throws {
        let name = "ecg_plux_supine_1min"
        let report = try await report(name, isLive: isLive)
        let found = try ChannelAnalysis<FoundBeat>(
            beatsOf: "\(root)/\(name)/\(name)", source: .ecg, isLive: isLive)
        let result = try HRVAnalysis().results(of: IntervalInput(found, source: .ecg))[0]
        let heart = try #require(report.heart)
        #expect(heart.whole.payload == result.payload)
        #expect(heart.whole.nn == result.nn)
        #expect(heart.beatCount == found.findings.count)
        #expect(report.excerpts.first?.points.count == 10_000)
    }

    @Test func skinIsThatOfEDA() async throws {
        let report = try await report("eda_plux_95s")
        let path = "\(root)/eda_plux_95s/eda_plux_95s"
        let found = try ChannelAnalysis<SkinFinding>(skinOf: path)
        let skin = try #require(report.skin)
        #expect(skin.usable == found.usable)
        #expect(skin.levels.map(\.microsiemens) == found.levelStretches.map(\.meanMicrosiemens))
        #expect(report.heart == nil && report.movement == nil)
        #expect(report.account.notSaid.contains { $0.hasPrefix("Heart rate and its variability") })
    }

    @Test func breathingIsThatOfRespiration() async throws {
        let report = try await report("resp_plux_60s")
        let found = try BreathingAnalysis(of: "\(root)/resp_plux_60s/resp_plux_60s")
        let breathing = try #require(report.breathing)
        #expect(breathing.source == found.source && breathing.isMeasured)
        #expect(breathing.minutes.map(\.perMinute) == found.minutes.map(\.perMinute.value))
        #expect(breathing.breathCount == found.breathsSeconds.count)
    }

    @Test func epochsAreThoseOfStationary() async throws {
        let name = "ecg_plux_supine_1min"
        let report = try await report(name)
        let found = try StationaryAnalysis(of: "\(root)/\(name)/\(name)")
        #expect(report.movement?.epochs == found.epochs)
        #expect(report.movement?.total == found.total)
    }

    @Test func everySampleIsInTheOverview() async throws {
        let report = try await report("eda_plux_95s")
        let trace = try #require(report.signals.first)
        let shown = try #require(trace.envelope.range)
        // The extremes of the samples as the file has them.
        #expect(shown.lowerBound < shown.upperBound)
        #expect(
            Double(trace.envelope.columns.count * trace.envelope.samplesPerColumn) / trace.hertz
                >= 94)
        #expect(report.files.allSatisfy { $0.sha256.count == 64 })
    }
}
