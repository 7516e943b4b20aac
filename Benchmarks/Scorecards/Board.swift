/// Every figure of a run: task, entrant, value.
struct Board {
    private(set) var figures: [String: [String: Double]] = [:]
    /// What each entrant found record by record, for `--json`.
    private(set) var records: [RecordRow] = []

    mutating func note(_ task: String, _ entrant: String, _ value: Double?) {
        guard let value, value.isFinite else { return }
        figures[task, default: [:]][entrant] = value
    }

    mutating func note(_ row: RecordRow) { records.append(row) }

    func value(_ task: String, _ entrant: String) -> Double? { figures[task]?[entrant] }

    /// The best that is not one of ours.
    func bestPeer(_ task: String, higherIsBetter: Bool) -> (name: String, value: Double)? {
        let peers = (figures[task] ?? [:]).filter { $0.key != Pass.live && $0.key != Pass.offline }
            .sorted { $0.key < $1.key }
        let best =
            higherIsBetter
            ? peers.max { $0.value < $1.value } : peers.min { $0.value < $1.value }
        return best.map { ($0.key, $0.value) }
    }
}
