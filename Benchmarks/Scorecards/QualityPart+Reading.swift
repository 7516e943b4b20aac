import Biosignals
import Foundation

/// The records that the quality is judged by.
extension QualityPart {
    static let activities = ["rest", "arms", "walk", "run", "squats"]

    func readMixed() throws -> [Mixed] {
        let set = "ecg/nstdb"
        let names = folder.records(of: set, endingIn: ".hea") ?? []
        return try names.compactMap { name in
            guard let level = ECGPart.levels.first(where: { name.hasSuffix("_em" + $0) }),
                let signal = try RecordFile.signal(folder.path(set, name), id: "\(set)/\(name)")
            else { return nil }
            return Mixed(level: level, signal: signal)
        }
    }

    /// Records that have both kinds of windows.
    func readRhythms() throws -> [Rhythm] {
        let set = "ecg/mitdb"
        return try (folder.records(of: set, endingIn: ".hea") ?? []).compactMap { name in
            let path = folder.path(set, name)
            guard let text = try? String(contentsOfFile: path + ".beats.csv", encoding: .utf8),
                let signal = try RecordFile.signal(path, id: "\(set)/\(name)")
            else { return nil }
            var ventricular = [Int](repeating: 0, count: Int(signal.seconds / Self.window))
            var other = ventricular
            for line in text.split(whereSeparator: \.isNewline).dropFirst() {
                let fields = line.split(separator: ",")
                guard fields.count == 2, let sample = Double(fields[0]) else { continue }
                let window = Int(sample / signal.rate / Self.window)
                guard window < other.count else { continue }
                if fields[1] == "V" { ventricular[window] += 1 }
                if fields[1] != "V", fields[1] != "N" { other[window] += 1 }
            }
            let kinds = zip(ventricular, other).map { ventricular, other -> Bool? in
                if ventricular >= Self.ectopicMin { return true }
                return ventricular == 0 && other == 0 ? false : nil
            }
            guard kinds.count(where: { $0 == true }) >= Self.windowsMin,
                kinds.count(where: { $0 == false }) >= Self.windowsMin
            else { return nil }
            return Rhythm(record: name, signal: signal, ectopic: kinds)
        }
    }

    func readMoving() throws -> [Moving] {
        let set = "ecg/motion_ecg"
        return try (folder.records(of: set, endingIn: ".hea") ?? []).compactMap { name in
            let path = folder.path(set, name)
            guard let table = NumberTable(path + ".quality.csv"),
                let activity = Self.activities.first(where: { name.hasSuffix("_" + $0) }),
                let signal = try RecordFile.signal(path, id: "\(set)/\(name)")
            else { return nil }
            let spans = table.rows.compactMap { row -> (range: Range<Double>, isGood: Bool)? in
                guard row.count == 3, let start = row[0], let end = row[1], let level = row[2],
                    start < end
                else { return nil }
                return (start..<end, level <= 2)
            }
            return Moving(activity: activity, signal: signal, spans: spans)
        }
    }
}
