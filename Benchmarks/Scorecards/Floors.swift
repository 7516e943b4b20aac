import Foundation

/// What must not be missed, and what is aimed at: `Benchmarks/Thresholds/signals.json`.
struct Floors {
    struct Row: Decodable {
        let task: String
        let name: String
        let unit: String
        /// `higher` or `lower`.
        let better: String
        let live: Double?
        let offline: Double?
        /// What the project asks for, where the floor is less: it only keeps what is reached.
        let asked: Double?
        let aim: Double?
        /// Digits after the point in the summary.
        let digits: Int
        /// Whether the floor of the live pass is the best peer of the same run.
        let liveBeatsPeers: Bool?

        var higherIsBetter: Bool { better == "higher" }
    }

    let rows: [Row]

    init(project: URL) throws {
        let file = project.appending(path: "Benchmarks/Thresholds/signals.json")
        rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
    }

    /// One sentence for each figure that holds its floor, if it has one, and is not what is asked.
    func notReached(on board: Board) -> [String] {
        rows.flatMap { row in
            [(Pass.live, row.live), (Pass.offline, row.offline)]
                .compactMap { pass, floor -> String? in
                    guard floor != nil, let asked = row.asked,
                        let value = board.value(row.task, pass),
                        row.higherIsBetter ? value < asked : value > asked
                    else { return nil }
                    let digits = row.digits + 1
                    return String(
                        format: "not reached: %@ (%@), %@: %.\(digits)f %@, asked for %.\(digits)f",
                        row.name, row.task, pass, value, row.unit, asked)
                }
        }
    }

    /// One sentence for each floor that was missed. A figure that was not measured is not missed.
    func missed(on board: Board) -> [String] {
        rows.flatMap { row in
            let peer =
                row.liveBeatsPeers == true
                ? board.bestPeer(row.task, higherIsBetter: row.higherIsBetter)?.value : nil
            return [(Pass.live, row.live ?? peer), (Pass.offline, row.offline)]
                .compactMap { pass, floor -> String? in
                    guard let floor, let value = board.value(row.task, pass),
                        row.higherIsBetter ? value < floor : value > floor
                    else { return nil }
                    let digits = row.digits + 1
                    return String(
                        format: "floor missed: %@ (%@), %@: %.\(digits)f %@, floor %.\(digits)f",
                        row.name, row.task, pass, value, row.unit, floor)
                }
        }
    }
}
