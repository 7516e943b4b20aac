import Biosignals
import ECG
import HRV
import Synthesis

/// HRV patterns whose measures have closed forms, as intervals and as an ECG.
struct PatternTest {
    /// Five minutes, and a little so that they are full.
    private static let duration: Seconds = 305
    private static let day: Seconds = 86_400
    private static let rates: [Hertz] = [125, 250, 500]
    /// The noise of a good front end with electrodes on a resting person.
    private static let noise: Millivolt = 0.01

    private static let breathing = HRVPattern(mean: 0.8, deviation: 0.035, frequency: 0.25)
    private static let pressure = HRVPattern(mean: 1, deviation: 0.07, frequency: 0.1)
    private static let slow = HRVPattern(mean: 1, deviation: 0.14, frequency: Hertz(1.0 / 30))
    private static let circadian = HRVPattern(mean: 1.5, deviation: 0.14, frequency: 0.00027)

    private let analyzer: HRVAnalyzer

    init() throws { analyzer = try HRVAnalyzer() }

    /// The arithmetic alone: no detector, no correction.
    func intervals() throws -> SelfTestReport.Section {
        func panel(_ pattern: HRVPattern, lasting duration: Seconds) -> HRVPanel {
            let rr = RRIntervals(beatSeconds: pattern.beats(lasting: duration))
            return analyzer.panel(of: NNIntervals(unedited: rr), window: duration, usable: 1)
        }
        var checks: [SelfTestReport.Check] = []
        for (name, pattern, band) in [
            ("0.25 Hz", Self.breathing, HRVMeasureName.hfPower),
            ("0.1 Hz", Self.pressure, .lfPower), ("1/30 Hz", Self.slow, .vlfPower),
        ] {
            let panel = panel(pattern, lasting: Self.duration)
            checks += Self.timeChecks(name, pattern, panel, tolerance: 0.01)
            checks.append(
                Self.check(name, panel, band, expected: pattern.power, tolerance: 0.05))
        }
        let whole = panel(Self.circadian, lasting: Self.day)
        for (measure, expected) in [
            (HRVMeasureName.sdnn, Self.circadian.sdnn.value), (.sdann, Self.circadian.sdnn.value),
        ] {
            checks.append(
                Self.check("1/3704 Hz, a day", whole, measure, expected: expected, tolerance: 0.02))
        }
        return .init(
            name: "intervals with known answers",
            about: "One sine in the intervals, in the form of the patterns of IEC 60601-2-47; the "
                + "preset taskforce", checks: checks)
    }

    /// A heart as regular as a clock: all that is found is the instrument's own.
    func noiseFloor() throws -> SelfTestReport.Section {
        var checks: [SelfTestReport.Check] = []
        let beats = (0..<305).map { 0.3 + 1.000_37 * Double($0) }
        let limits: [(HRVMeasureName, Double)] = [
            (.sdnn, 1), (.rmssd, 1.5), (.pNN50, 0), (.tinn, 20), (.vlfPower, 1), (.lfPower, 1),
            (.hfPower, 1),
        ]
        for rate in Self.rates {
            let panel = try panel(beats, rate: rate)
            for (measure, limit) in limits {
                checks.append(
                    .init(
                        "\(Int(rate.value)) Hz, \(measure.rawValue)", unit: measure.unit,
                        expected: 0, found: panel[measure].value, allowed: 0...limit,
                        reason: panel[measure].unavailable?.code))
            }
        }
        return .init(
            name: "noise floor",
            about: "Triangles of 1 mV and 100 ms at 60 a minute with 10 uV of noise, through the "
                + "detector: what a measure shows of a heart that does not vary", checks: checks)
    }

    /// The same patterns, this time as an ECG.
    func waveforms() throws -> SelfTestReport.Section {
        var checks: [SelfTestReport.Check] = []
        for rate in Self.rates {
            for (name, pattern, band) in [
                ("0.25 Hz", Self.breathing, HRVMeasureName.hfPower),
                ("0.1 Hz", Self.pressure, .lfPower),
            ] {
                let label = "\(Int(rate.value)) Hz, sine of \(name)"
                let beats = pattern.beats(lasting: Self.duration).map { $0 + 0.3 }
                let panel = try panel(beats, rate: rate)
                checks += Self.timeChecks(label, pattern, panel, tolerance: 0.015)
                checks.append(
                    Self.check(label, panel, band, expected: pattern.power, tolerance: 0.05))
            }
        }
        return .init(
            name: "ECG with known answers",
            about:
                "The same sines in triangles of 1 mV and 100 ms with 10 uV of noise, through the "
                + "detector and the correction", checks: checks)
    }

    private func panel(_ beats: [Double], rate: Hertz) throws -> HRVPanel {
        let samples = TriangularECG.samples(
            beats: beats, lasting: Self.duration, rate: rate, noise: Self.noise, seed: 1)
        let found = try SelfTestBeats(samples, rate: rate)
        return analyzer.panel(
            of: HRVCorrection.hypothesisTests.applied(to: found.intervals).nn,
            window: Self.duration, usable: found.usable)
    }

    private static func timeChecks(
        _ name: String, _ pattern: HRVPattern, _ panel: HRVPanel, tolerance: Double
    ) -> [SelfTestReport.Check] {
        [
            check(name, panel, .meanNN, expected: pattern.meanNN.value, tolerance: tolerance / 2),
            check(name, panel, .sdnn, expected: pattern.sdnn.value, tolerance: tolerance),
            check(name, panel, .rmssd, expected: pattern.rmssd.value, tolerance: tolerance),
        ]
    }

    private static func check(
        _ name: String, _ panel: HRVPanel, _ measure: HRVMeasureName, expected: Double,
        tolerance: Double
    ) -> SelfTestReport.Check {
        .init(
            "\(name), \(measure.rawValue)", unit: measure.unit, expected: expected,
            found: panel[measure].value,
            allowed: expected * (1 - tolerance)...expected * (1 + tolerance),
            reason: panel[measure].unavailable?.code)
    }
}
