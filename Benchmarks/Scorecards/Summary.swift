import Foundation

/// The table for people: a task a row, in Markdown.
struct Summary {
    let floors: Floors
    let board: Board

    func write() {
        print("\n## Summary\n")
        print(
            "| task | best peer here | ours, live | ours, offline | floor live / offline "
                + "| asked for | aim |"
        )
        print("|---|---|---|---|---|---|---|")
        for row in floors.rows where board.figures[row.task] != nil {
            let peer = board.bestPeer(row.task, higherIsBetter: row.higherIsBetter)
            let best = peer.map { "\(text($0.value, row)) (\($0.name))" } ?? "–"
            let floor = [row.live, row.offline].map { $0.map { text($0, row) } ?? "–" }
            let ours = [Pass.live, Pass.offline].map {
                board.value(row.task, $0).map { text($0, row) } ?? "–"
            }
            let unit = row.unit.isEmpty ? "" : ", \(row.unit)"
            let asked =
                row.liveBeatsPeers == true ? "best peer" : floor.joined(separator: " / ")
            print(
                "| \(row.name)\(unit) | \(best) | \(ours[0]) | \(ours[1]) | \(asked) | "
                    + "\(row.asked.map { text($0, row) } ?? "as the floor") | "
                    + "\(row.aim.map { text($0, row) } ?? "–") |")
        }
    }

    private func text(_ value: Double, _ row: Floors.Row) -> String {
        String(format: "%.\(row.digits)f", value)
    }
}
