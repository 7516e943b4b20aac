import Biosignals
import HRV
import Synthesis

/// A person at rest whose every beat is known, under more and more noise: which beats are found, which
/// of them are called good, and what becomes of RMSSD.
struct NoiseLadder {
    private static let rate: Hertz = 250
    private static let duration: Seconds = 300
    private static let window = 0.150
    private static let ratios: [Double] = [24, 12, 6, 0, -6]

    func section() throws -> SelfTestReport.Section {
        let person = try SyntheticPerson(
            seed: 11, phases: [.init(.rest, duration: Self.duration, heartRate: 64, rmssd: 35)],
            noise: 0)
        var source = try SyntheticSource(person: person, rates: SyntheticRates(ecg: Self.rate))
        var (clean, truth): ([Double], [Double]) = ([], [])
        while let stretch = source.next(seconds: 60) {
            clean += stretch.blocks.flatMap(\.samples)
            truth += stretch.truth.beats.map(\.seconds)
        }
        let analyzer = try HRVAnalyzer()
        let right = analyzer.panel(
            of: NNIntervals(unedited: RRIntervals(beatSeconds: truth)), window: Self.duration,
            usable: 1)
        var checks: [SelfTestReport.Check] = []
        for ratio in Self.ratios {
            let noisy = ElectrodeNoise.adding(
                to: clean, ratio: ratio, rate: Self.rate, seed: 12)
            let found = try SelfTestBeats(noisy, rate: Self.rate)
            let all = Self.match(truth, found.seconds)
            let good = Self.match(truth, found.good)
            let name = "\(Int(ratio)) dB"
            let panel = analyzer.panel(
                of: HRVCorrection.hypothesisTests.applied(to: found.intervals).nn,
                window: Self.duration, usable: found.usable)
            checks += [
                .init("\(name), Se", unit: "%", found: all.sensitivity),
                .init("\(name), +P", unit: "%", found: all.positivePredictivity),
                .init(
                    "\(name), called good", unit: "%",
                    found: 100 * Double(good.matched + good.extra) / Double(max(1, truth.count))),
                .init(
                    "\(name), +P of good", unit: "%", expected: 100,
                    found: good.positivePredictivity, allowed: 99...100),
                Self.variability(name, panel, right),
            ]
        }
        return .init(
            name: "noise ladder",
            about: "Five minutes of a synthetic person at rest with electrode noise of so many dB "
                + "below the ECG: a value is right within 10 %, or withheld", checks: checks)
    }

    /// RMSSD is near the truth or not stated; a null is an answer.
    private static func variability(
        _ name: String, _ panel: HRVPanel, _ right: HRVPanel
    ) -> SelfTestReport.Check {
        let label = "\(name), rmssd"
        guard let expected = right[.rmssd].value else {
            return .init(label, unit: "ms", found: nil, allowed: 0...0, reason: "no truth")
        }
        guard let found = panel[.rmssd].value else {
            return .init(
                label, unit: "ms", expected: expected, found: nil,
                reason: panel[.rmssd].unavailable?.code)
        }
        return .init(
            label, unit: "ms", expected: expected, found: found,
            allowed: 0.9 * expected...1.1 * expected)
    }

    private static func match(_ truth: [Double], _ found: [Double]) -> BeatMatch {
        BeatMatch(reference: truth, test: found, window: window)
    }
}
