import Foundation

/// Five minutes of beats that people called normal, without a jump that no rhythm makes.
struct CleanSegment {
    let record: String
    /// ms.
    let intervals: [Double]

    /// The same rhythm with its deviations from the mean stretched to an RMSSD; nil where that
    /// would leave no rhythm of a living heart.
    func scaled(toRMSSD wanted: Double) -> [Double]? {
        guard let mean = Statistics.mean(intervals), let rmssd = Statistics.rmssd(intervals),
            rmssd > 0
        else { return nil }
        let scaled = intervals.map { mean + ($0 - mean) * wanted / rmssd }
        return scaled.allSatisfy { CleanSegments.possible.contains($0) } ? scaled : nil
    }
}

/// Reads the clean segments of the annotated records.
struct CleanSegments {
    static let seconds = 300.0
    /// ms.
    static let possible = 350.0...2_000
    /// A greater step between neighbours, as a share of the earlier, is not taken for clean.
    static let stepMax = 0.20
    private static let perRecord = 24

    let folder: DataFolder

    func read() -> [CleanSegment] {
        nsr() + beats(of: "hrv/ltdb", rate: 1) + beats(of: "ecg/mitdb", rate: 360)
    }

    private func nsr() -> [CleanSegment] {
        let set = "hrv/nsr2db"
        return (folder.records(of: set, endingIn: ".rr.csv") ?? []).flatMap { record in
            let rows = Self.rows(folder.path(set, record + ".rr.csv"))
            return Self.segments(
                record, rows.map { (Double($0[1]) ?? 0, $0[2] == "NN") })
        }
    }

    /// Beat times and codes, in seconds or samples.
    private func beats(of set: String, rate: Double) -> [CleanSegment] {
        (folder.records(of: set, endingIn: ".beats.csv") ?? []).flatMap { record in
            let rows = Self.rows(folder.path(set, record + ".beats.csv")).compactMap { row in
                Double(row[0]).map { (at: $0 / rate, code: row[1]) }
            }
            return Self.segments(
                record,
                zip(rows.dropFirst(), rows).map { later, earlier in
                    (1_000 * (later.at - earlier.at), later.code == "N" && earlier.code == "N")
                })
        }
    }

    private static func rows(_ path: String) -> [[Substring]] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
            .filter { $0.count >= 2 }
    }

    /// Side by side, then spread evenly over the record.
    private static func segments(
        _ record: String, _ intervals: [(milliseconds: Double, isNormal: Bool)]
    ) -> [CleanSegment] {
        var (segments, run, length): ([CleanSegment], [Double], Double) = ([], [], 0)
        for (interval, isNormal) in intervals {
            let isClean =
                isNormal && possible.contains(interval)
                && (run.last.map { abs(interval - $0) <= stepMax * $0 } ?? true)
            if !isClean { (run, length) = ([], 0) }
            guard isNormal, possible.contains(interval) else { continue }
            run.append(interval)
            length += interval
            if length >= 1_000 * seconds {
                segments.append(CleanSegment(record: record, intervals: run))
                (run, length) = ([], 0)
            }
        }
        guard segments.count > perRecord else { return segments }
        return (0..<perRecord).map { segments[$0 * segments.count / perRecord] }
    }
}
