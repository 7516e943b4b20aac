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

    /// Every detector finds the responses of the Ledalab sample from 3 s before to 1 s after the
    /// times listed with it, as if those came so much late. Scored both ways.
    private static let ledalabDelay = 4.0

    private struct Case {
        let signal: Signal
        /// As listed, s.
        let events: [Double]
        /// How late the list seems to be, s.
        let delay: Double
    }

    let folder: DataFolder
    private var cases: [Case] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        cases = [
            read(
                "eda/ledalab_eda1_long", "signal.csv", unit: Self.ledalabUnit,
                delay: Self.ledalabDelay),
            read("eda/neurokit_eventrelated", "signal_100hz.csv", unit: 1, delay: 0),
        ].compactMap(\.self)
        for item in cases { try peers.add(item.signal, task: Self.kind) }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        guard !cases.isEmpty else { return }
        for (task, title, share) in [
            ("eda.event", "as listed", 0.0), ("eda.eventShifted", "Ledalab's taken 4 s earlier", 1),
        ] {
            print("\nResponses to events, \(title): onset 1 to 5 s after\n")
            print(
                Text.column("", 20) + "events answered %   other windows %   difference"
                    + "   responses a minute")
            let shifted = cases.map { item in
                Case(
                    signal: item.signal, events: item.events.map { $0 - share * item.delay },
                    delay: 0)
            }
            for pass in Ours.eda {
                line(pass.name, task, shifted, try shifted.map { try pass.run($0.signal) }, &board)
            }
            for peer in peers.names(Self.kind) {
                line(
                    peer, task, shifted,
                    shifted.map { peers.found(Self.kind, peer, $0.signal) }, &board)
            }
        }
    }

    private func line(
        _ name: String, _ task: String, _ cases: [Case], _ found: [Found], _ board: inout Board
    ) {
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
        board.note(task, name, hit - other)
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

    private func read(_ set: String, _ file: String, unit: Double, delay: Double) -> Case? {
        guard let table = NumberTable(folder.path(set, file)),
            let events = NumberTable(folder.path(set, "events.csv"))
        else {
            print("\nnot found, stepped over: \(folder.path(set, ""))")
            return nil
        }
        return Case(
            signal: Signal(id: set, rate: 100, samples: table.column(1).map { $0 * unit }),
            events: events.column(0), delay: delay)
    }
}
