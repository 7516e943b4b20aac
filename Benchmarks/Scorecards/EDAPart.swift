import Biosignals
import Foundation
import TestKit

/// Simulated skin conductance responses against their truth.
struct EDAPart: ScorecardPart {
    private static let kind = "eda"
    /// s
    private static let window = 1.0

    let folder: DataFolder
    private var groups: [(task: String, title: String, cases: [EDACase])] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        Progress.say("synthesizing skin conductance")
        groups = [
            ("eda.golden", "Simulated EDA, golden files", try EDACase.golden(in: folder.golden)),
            (
                "eda.varied", "Simulated EDA, the same recipe at other seeds and rates",
                EDAVariation.plain.map { $0.make() }
            ),
            (
                "eda.hard", "Simulated EDA, harder than the recipe",
                EDAVariation.hard.map { $0.make() }
            ),
        ]
        for item in groups.flatMap(\.cases) { try peers.add(item.signal, task: Self.kind) }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        Progress.clear()
        for group in groups where !group.cases.isEmpty {
            print("\n\(group.title)\n")
            print(
                Text.column("", 20)
                    + "responses missed  extra    Se %    +P %    F1 %   tonic RMSE µS  worst F1 %")
            for pass in Ours.eda {
                try table(pass.name, group.task, group.cases, isOurs: true, into: &board) {
                    try pass.run($0.signal)
                }
            }
            for peer in peers.names(Self.kind) {
                table(peer, group.task, group.cases, isOurs: false, into: &board) {
                    peers.found(Self.kind, peer, $0.signal)
                }
            }
        }
    }

    private func table(
        _ name: String, _ task: String, _ cases: [EDACase], isOurs: Bool, into board: inout Board,
        _ run: (EDACase) throws -> Found
    ) rethrows {
        var gross = BeatMatch()
        var (errors, worst, delays): ([Double], Double, [Double]) = ([], 100.0, [])
        for item in cases {
            let found = try run(item)
            if let failure = found.failure {
                print("\(Text.column(name, 20))failed: \(item.record): \(failure)")
                return
            }
            let match = BeatMatch(
                reference: item.peaks, test: found.positions.sorted(),
                window: Self.window * item.signal.rate)
            let tonic = zip(found.tonic ?? [], item.tonic).compactMap { found, truth in
                found.map { $0 - truth }
            }
            if isOurs { print(line("  " + item.record, match, tonic, nil)) }
            if let knownAt = found.knownAt {
                delays += zip(knownAt, found.positions).map { ($0 - $1) / item.signal.rate }
            }
            gross = gross + match
            errors += tonic
            worst = min(worst, match.f1)
        }
        print(line(name, gross, errors, worst))
        if isOurs, let middle = Statistics.median(delays) {
            print(
                String(
                    format: "  known after the peak: median %.1f s, p99 %.1f s", middle,
                    Statistics.percentile(99, of: delays) ?? 0))
        }
        board.note("\(task).f1", name, gross.f1)
        board.note("\(task).worst", name, worst)
        board.note("\(task).tonic", name, Statistics.rootMeanSquare(errors))
    }

    private func line(
        _ name: String, _ match: BeatMatch, _ tonic: [Double], _ worst: Double?
    ) -> String {
        Text.column(name, 20)
            + String(
                format: "%9d%7d%7d%8.2f%8.2f%8.2f", match.matched + match.missed, match.missed,
                match.extra, match.sensitivity, match.positivePredictivity, match.f1)
            + Text.right(
                Statistics.rootMeanSquare(tonic).map { String(format: "%.4f", $0) } ?? "–", 16)
            + Text.right(worst.map { String(format: "%.2f", $0) } ?? "", 12)
    }
}
