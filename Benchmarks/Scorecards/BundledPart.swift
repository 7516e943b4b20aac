import Biosignals
import Foundation
import TestKit

/// The recordings that come with the project. Nobody annotated the real ones: what is beside them
/// is a vote of detectors, so their figures tell what changed, not how good it is. The synthetic
/// one's answers are exact.
struct BundledPart: ScorecardPart {
    private struct Kind {
        let role: ChannelRole
        let passes: [Pass]
        let truth: String
        /// s
        let window: Double
    }

    private static let kinds = [
        Kind(role: .ecg, passes: Ours.ecg, truth: "beats", window: 0.150),
        Kind(role: .ppg, passes: Ours.ppg, truth: "pulses", window: 0.150),
        Kind(role: .eda, passes: Ours.eda, truth: "scrs", window: 1),
        Kind(role: .respiration, passes: Ours.respiration, truth: "breaths", window: 1),
    ]

    let folder: DataFolder

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {}

    func score(_ peers: PeerRun, into board: inout Board) throws {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.bundled.path)) ?? []
        print("\nBundled recordings: no truth but the synthetic one's; votes show what changed\n")
        print(
            Text.column("", 44)
                + "found  a minute  usable s %   reference      F1 %")
        for name in all.sorted() {
            let path = folder.bundled.appending(path: "\(name)/\(name)").path
            // A WFDB header, or the sidecar of a CSV file, says what the channels are.
            guard
                [".hea", ".json"].contains(where: {
                    FileManager.default.fileExists(atPath: path + $0)
                })
            else { continue }
            for kind in Self.kinds { try lines(name, path, kind, into: &board) }
        }
    }

    private func lines(
        _ name: String, _ path: String, _ kind: Kind, into board: inout Board
    ) throws {
        guard
            let signal = try RecordFile.signal(
                Self.file(path), id: "bundled/\(name)", where: { $0.role == kind.role })
        else { return }
        for pass in kind.passes {
            let found = try pass.run(signal)
            let seconds = found.seconds ?? []
            let usable = seconds.count { $0 >= SignalQuality.usableMin }
            var text =
                Text.column("\(name), \(kind.role.rawValue), \(pass.name)", 44)
                + String(
                    format: "%5d%10.1f%12.1f", found.positions.count,
                    Double(found.positions.count) / signal.seconds * 60,
                    100 * Double(usable) / Double(max(1, seconds.count)))
            // The vote on breaths marks crests, we mark where breathing in begins: counts only.
            if let (places, isExact) = reference(path, kind, signal.rate),
                !isExact, kind.role == .respiration
            {
                text += Text.right("\(places.count) vote", 14)
            } else if let (places, isExact) = reference(path, kind, signal.rate) {
                let score = BeatScore(
                    found, Reference(beats: places), rate: signal.rate, window: kind.window)
                text += Text.right("\(places.count) \(isExact ? "exact" : "vote")", 14)
                text += String(format: "%10.2f", score.match.f1)
                board.note(
                    "bundled.\(name).\(kind.role.rawValue).f1", pass.name, score.match.f1)
            }
            print(text)
        }
    }

    private static func file(_ path: String) -> String {
        FileManager.default.fileExists(atPath: path + ".hea") ? path : path + ".csv"
    }

    /// Samples, from a table whose first column is samples, or seconds of a synthetic record.
    private func reference(
        _ path: String, _ kind: Kind, _ rate: Double
    ) -> (places: [Double], isExact: Bool)? {
        let file = "\(path).\(kind.truth).csv"
        guard let table = NumberTable(file),
            let header = try? String(contentsOfFile: file, encoding: .utf8)
                .split(whereSeparator: \.isNewline).first
        else { return nil }
        let names = header.split(separator: ",")
        if names[0] == "sample" { return (table.column(0), false) }
        let column = names.firstIndex(of: "peak_s") ?? 0
        return (table.column(column).map { $0 * rate }.sorted(), true)
    }
}
