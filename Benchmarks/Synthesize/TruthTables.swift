import Biosignals
import Foundation
import Synthesis

/// The right answers as CSV files, times in seconds since the first sample.
struct TruthTables {
    let recording: SyntheticRecording
    let truth: SyntheticTruth

    func write(to folder: URL) throws {
        try save(
            "beats", "time_s,rr_ms",
            truth.beats.map { [fixed($0.seconds, 4), fixed($0.rrMilliseconds, 3)] }, folder)
        try save(
            "pulses", "foot_s,peak_s",
            truth.pulses.map { [fixed($0.footSeconds, 4), fixed($0.peakSeconds, 4)] }, folder)
        try save(
            "scrs", "onset_s,peak_s,amplitude_uS",
            truth.scrs.map {
                [
                    fixed($0.onsetSeconds, 3), fixed($0.peakSeconds, 3),
                    fixed($0.amplitudeMicrosiemens, 4),
                ]
            }, folder)
        try save("breaths", "time_s", truth.breathSeconds.map { [fixed($0, 3)] }, folder)
        try save(
            "phases",
            "start_s,end_s,activity,heart_rate_per_min,rmssd_start_ms,rmssd_end_ms,"
                + "breaths_per_min,scrs_per_min,motion",
            phaseRows, folder)
    }

    private var phaseRows: [[String]] {
        var start = 0.0
        return recording.person.phases.map { phase in
            let end = start + phase.duration.value
            defer { start = end }
            return [
                fixed(start, 0), fixed(end, 0), phase.activity.rawValue,
                fixed(phase.heartRate.value, 1), fixed(phase.rmssd.value, 1),
                fixed(phase.rmssdAtEnd.value, 1), fixed(phase.breathing.value, 1),
                fixed(phase.scrRate.value, 1), fixed(phase.motion, 2),
            ]
        }
    }

    private func save(
        _ table: String, _ heading: String, _ rows: [[String]], _ folder: URL
    ) throws {
        let lines = [heading] + rows.map { $0.joined(separator: ",") }
        let url = folder.appendingPathComponent("\(recording.name).\(table).csv")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
    }

    private func fixed(_ value: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
