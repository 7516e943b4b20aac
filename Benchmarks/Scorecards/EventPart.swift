import Foundation

/// Responses to known events: those that begin 1 to 5 s after one, less what the same record shows
/// in windows of the same length without an event.
struct EventPart: ScorecardPart {
    private static let kind = "eda"
    /// Seconds after an event in which its response begins.
    private static let answer = 1.0..<5.0
    /// A window without an event keeps clear of what follows one for so long.
    private static let aftermath = 8.0
    /// The Ledalab sample comes in tenths of nanosiemens, whatever its header says.
    private static let ledalabUnit = 1e-4

    private struct Case {
        let signal: Signal
        let events: [Double]
    }

    let folder: DataFolder
    private var cases: [Case] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        cases = [
            read(
                "eda/ledalab_eda1_long", "signal.csv", column: 1, unit: Self.ledalabUnit),
            read("eda/neurokit_eventrelated", "signal_100hz.csv", column: 1, unit: 1),
        ].compactMap(\.self)
        for item in cases { try peers.add(item.signal, task: Self.kind) }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        guard !cases.isEmpty else { return }
        print("\nResponses to events: onset 1 to 5 s after; windows without an event beside them\n")
        print(
            Text.column("", 20) + "events answered %   other windows %   difference"
                + "   responses a minute")
        for pass in Ours.eda {
            line(pass.name, try cases.map { try pass.run($0.signal) }, into: &board)
        }
        for peer in peers.names(Self.kind) {
            line(peer, cases.map { peers.found(Self.kind, peer, $0.signal) }, into: &board)
        }
    }

    private func line(_ name: String, _ found: [Found], into board: inout Board) {
        var (answered, events, chance, windows, all, minutes) = (0, 0, 0, 0, 0, 0.0)
        for (item, found) in zip(cases, found) {
            if let failure = found.failure {
                print("\(Text.column(name, 20))failed: \(failure)")
                return
            }
            let onsets = (found.onsets ?? found.positions).map { $0 / item.signal.rate }
            func isAnswered(_ time: Double) -> Bool {
                onsets.contains { Self.answer.contains($0 - time) }
            }
            let quiet = quietTimes(item)
            answered += item.events.count(where: isAnswered)
            events += item.events.count
            chance += quiet.count(where: isAnswered)
            windows += quiet.count
            all += onsets.count
            minutes += item.signal.seconds / 60
        }
        let hit = 100 * Double(answered) / Double(max(1, events))
        let other = 100 * Double(chance) / Double(max(1, windows))
        board.note("eda.event", name, hit - other)
        print(
            Text.column(name, 20)
                + String(
                    format: "%9.1f of %2d%12.1f of %3d%13.1f%15.1f", hit, events, other, windows,
                    hit - other, Double(all) / minutes))
    }

    /// Times that could have been events and were not, a window apart.
    private func quietTimes(_ item: Case) -> [Double] {
        let length = Self.answer.upperBound - Self.answer.lowerBound
        return stride(from: 0, through: item.signal.seconds - Self.answer.upperBound, by: length)
            .filter { time in
                let window = (time + Self.answer.lowerBound)..<(time + Self.answer.upperBound)
                return !item.events.contains { event in
                    window.overlaps(event..<(event + Self.aftermath))
                }
            }
    }

    private func read(_ set: String, _ file: String, column: Int, unit: Double) -> Case? {
        guard let table = NumberTable(folder.path(set, file)),
            let events = NumberTable(folder.path(set, "events.csv"))
        else {
            print("\nnot found, stepped over: \(folder.path(set, ""))")
            return nil
        }
        return Case(
            signal: Signal(id: set, rate: 100, samples: table.column(column).map { $0 * unit }),
            events: events.column(0))
    }
}
