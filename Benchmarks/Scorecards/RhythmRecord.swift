import Biosignals
import Foundation

/// The NN intervals of an annotated record: those both of whose beats people called normal.
struct RhythmRecord {
    let name: String
    private let nn: NNIntervals

    /// Every record of the sets that are there: nsr2db, ltdb, MIT-BIH.
    static func all(in folder: DataFolder) -> [RhythmRecord] {
        let normal = ["N", "L", "R"]
        let rests = (folder.records(of: "hrv/nsr2db", endingIn: ".rr.csv") ?? []).map { name in
            let rows = rows(folder.path("hrv/nsr2db", name + ".rr.csv"))
            return RhythmRecord(
                name,
                rows.compactMap { row in
                    guard row.count > 2, let end = Double(row[0]), let interval = Double(row[1])
                    else { return nil }
                    return (end, interval, row[2] == "NN")
                })
        }
        let beats = [("hrv/ltdb", 1.0), ("ecg/mitdb", 360)].flatMap { set, rate in
            (folder.records(of: set, endingIn: ".beats.csv") ?? []).map { name in
                let beats = rows(folder.path(set, name + ".beats.csv")).compactMap { row in
                    Double(row[0]).map { (at: $0 / rate, isNormal: normal.contains("\(row[1])")) }
                }
                return RhythmRecord(
                    name,
                    zip(beats.dropFirst(), beats).map { later, earlier in
                        (
                            later.at, 1_000 * (later.at - earlier.at),
                            later.isNormal && earlier.isNormal
                        )
                    })
            }
        }
        return rests + beats
    }

    private static func rows(_ path: String) -> [[Substring]] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",") }.filter { $0.count > 1 }
    }

    private init(
        _ name: String, _ intervals: [(end: Double, milliseconds: Double, isNormal: Bool)]
    ) {
        self.name = name
        let kept = intervals.filter { $0.isNormal && (250...3_000).contains($0.milliseconds) }
        var (follows, last) = ([Bool](), -1.0)
        for interval in kept {
            follows.append(abs(interval.end - interval.milliseconds / 1_000 - last) < 0.02)
            last = interval.end
        }
        nn = NNIntervals(
            endSeconds: kept.map(\.end), milliseconds: kept.map(\.milliseconds),
            followsPrevious: follows, beatsTotal: kept.count + 1)
    }

    /// Where the first interval begins and the last ends.
    var span: (start: Double, end: Double)? {
        guard let first = nn.endSeconds.first, let last = nn.endSeconds.last else { return nil }
        return (first - nn.milliseconds[0] / 1_000, last)
    }

    /// The intervals that lie wholly in a window.
    func intervals(from start: Double, to end: Double) -> NNIntervals {
        var low = place(of: start)
        while low < nn.count, nn.endSeconds[low] - nn.milliseconds[low] / 1_000 < start - 1e-9 {
            low += 1
        }
        let high = max(low, place(of: end))
        var follows = Array(nn.followsPrevious[low..<high])
        if !follows.isEmpty { follows[0] = false }
        return NNIntervals(
            endSeconds: Array(nn.endSeconds[low..<high]),
            milliseconds: Array(nn.milliseconds[low..<high]), followsPrevious: follows,
            beatsTotal: high - low + 1)
    }

    /// Index of the first interval that ends after a time.
    private func place(of seconds: Double) -> Int {
        var (low, high) = (0, nn.count)
        while low < high {
            let middle = (low + high) / 2
            if nn.endSeconds[middle] > seconds { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
