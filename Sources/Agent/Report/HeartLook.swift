import Acquisition
import Biosignals
import EventContract
import HRV
import Reports

/// The beats of a recording, or a series of intervals, as `hrv` takes them, and their measures in one
/// window, in windows of five minutes and minute by minute.
struct HeartLook: Sendable {
    let report: HeartReport
    let found: ChannelAnalysis<FoundBeat>?
    let damage: AcquisitionError?
    let wasStopped: Bool

    /// From this length on a recording is told in windows as well.
    private static let lengthMinForWindows = 600.0

    /// Beats of the first ECG channel, else pulses of the first PPG channel; nil if there is neither.
    init?(
        of path: String, options: RecordingOptions, isLive: Bool, preset: HRVPreset,
        isStopped: () -> Bool
    ) throws {
        let roles = try RecordingReader(opening: path, options: options).channels.map(\.role)
        let source: BeatSource
        if roles.contains(.ecg) {
            source = .ecg
        } else if roles.contains(.ppg) {
            source = .ppg
        } else {
            return nil
        }
        let found = try ChannelAnalysis(
            beatsOf: path, source: source, options: options, isLive: isLive, isStopped: isStopped)
        self.found = found
        damage = found.damage
        wasStopped = found.wasStopped
        report = try Self.report(
            IntervalInput(found, source: source), channel: found.channel.name,
            beats: found.findings.count, preset: preset)
    }

    init(series milliseconds: [Double], preset: HRVPreset) throws {
        let input = IntervalInput(milliseconds: milliseconds)
        found = nil
        damage = nil
        wasStopped = false
        report = try Self.report(
            input, channel: nil, beats: input.intervals.beatCount, preset: preset)
    }

    private static func report(
        _ input: IntervalInput, channel: String?, beats: Int, preset: HRVPreset
    ) throws -> HeartReport {
        func results(every seconds: Double?) throws -> [HRVAnalysis.Result] {
            var options = HRVAnalysis.Options()
            options.preset = preset
            options.window = seconds.map { Seconds($0) }
            return try HRVAnalysis(options: options).results(of: input)
        }
        func window(_ result: HRVAnalysis.Result) -> HeartReport.Window {
            HeartReport.Window(
                payload: result.payload, nn: result.nn,
                spectrum: preset.definitions.spectrum(of: result.nn))
        }
        let whole = try results(every: nil).map(window)[0]
        var report = HeartReport(
            source: input.source.rawValue, channel: channel, beatCount: beats,
            rr: input.intervals, whole: whole,
            correction: "RR becomes NN by \(preset.correction.text) (preset \(preset.rawValue)).")
        let hf = input.source.prefix + HRVMeasureName.hfPower.rawValue
        if whole.payload.measures[hf]?.value != nil { report.drawn = whole }
        guard input.duration >= lengthMinForWindows else { return report }
        let fives = try results(every: 300)
        report.fives = fives.map(\.payload)
        report.minutes = try results(every: 60).map(\.payload)
        if report.drawn == nil {
            func usable(_ result: HRVAnalysis.Result) -> Double {
                result.payload.window.usable?.value ?? 0
            }
            let candidates = fives.filter { $0.payload.measures[hf]?.value != nil }
            // The first of equals.
            let best = candidates.dropFirst().reduce(candidates.first) { best, next in
                best.map { usable(next) > usable($0) ? next : $0 }
            }
            report.drawn = best.map(window)
        }
        return report
    }
}
