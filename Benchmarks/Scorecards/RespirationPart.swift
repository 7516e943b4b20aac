import Biosignals
import Foundation

/// Breaths a minute against two people's counts.
struct RespirationPart: ScorecardPart {
    private static let kind = "resp"
    private static let window = 60.0
    private static let step = 30.0
    /// The people may differ by so many breaths.
    private static let disagreementMax = 2
    /// Quality says yes to a window if this share of its seconds is usable.
    private static let usableMin = 0.8

    private struct Case {
        let record: String
        let signal: Signal
        /// Breaths in as each person marked them, in samples.
        let people: [[Double]]
    }

    let folder: DataFolder
    private var cases: [Case] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        Progress.say("reading the respiration set")
        let set = "ppg_resp/bidmc"
        cases = try (folder.records(of: set, endingIn: ".breaths.csv") ?? []).compactMap { name in
            let path = folder.path(set, name)
            guard let breaths = NumberTable(path + ".breaths.csv"),
                let signal = try RecordFile.signal(
                    path, id: "\(set)/\(name)_resp", where: { $0.name.contains("RESP") })
            else { return nil }
            return Case(
                record: name, signal: signal, people: [breaths.column(0), breaths.column(1)])
        }
        for item in cases { try peers.add(item.signal, task: Self.kind) }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        guard !cases.isEmpty else { return }
        Progress.clear()
        print("\nBIDMC respiration by impedance, breaths in 60 s every 30 s, mean absolute error\n")
        for pass in Ours.respiration {
            try table(pass.name, isOurs: true, into: &board) { try pass.run($0.signal) }
        }
        for peer in peers.names(Self.kind) {
            table(peer, isOurs: false, into: &board) { peers.found(Self.kind, peer, $0.signal) }
        }
        let people = cases.flatMap { item in
            windows(item).map { abs(Double($0.counts[0] - $0.counts[1])) / 2 }
        }
        print(
            Text.column("half the difference of the two people", 40)
                + String(format: "%.2f /min", Statistics.mean(people) ?? .nan))
    }

    private func table(
        _ name: String, isOurs: Bool, into board: inout Board, _ run: (Case) throws -> Found
    ) rethrows {
        var (trusted, all): ([Double], [Double]) = ([], [])
        if isOurs {
            print("\(name), record: error where quality says yes, windows so; error of all")
        }
        for item in cases {
            let found = try run(item)
            var (good, every): ([Double], [Double]) = ([], [])
            for window in windows(item) {
                let count = found.positions.count { window.samples.contains($0) }
                let truth = Double(window.counts.reduce(0, +)) / 2
                every.append(abs(Double(count) - truth))
                if isUsable(found, window.seconds) { good.append(abs(Double(count) - truth)) }
            }
            if isOurs, let mean = Statistics.mean(every) {
                let yes = Statistics.mean(good).map { String(format: "%6.2f", $0) } ?? "     –"
                print(
                    "\(Text.column(item.record, 12))\(yes)"
                        + String(format: "%6d of %2d%8.2f", good.count, every.count, mean))
            }
            trusted += good
            all += every
        }
        let coverage = 100 * Double(trusted.count) / Double(max(1, all.count))
        board.note("resp.bidmc.mae", name, Statistics.mean(trusted))
        board.note("resp.bidmc.maeAll", name, Statistics.mean(all))
        if isOurs { board.note("resp.bidmc.coverage", name, coverage) }
        print(
            Text.column(name, 20)
                + String(
                    format: "%.2f /min in %.1f %% of %d windows; %.2f /min in all",
                    Statistics.mean(trusted) ?? .nan, coverage, all.count,
                    Statistics.mean(all) ?? .nan))
    }

    private func isUsable(_ found: Found, _ seconds: Range<Int>) -> Bool {
        guard let quality = found.seconds else { return true }
        let usable = seconds.count { second in
            second < quality.count && quality[second] >= SignalQuality.usableMin
        }
        return Double(usable) >= Self.usableMin * Double(seconds.count)
    }

    private func windows(
        _ item: Case
    ) -> [(samples: Range<Double>, seconds: Range<Int>, counts: [Int])] {
        stride(from: 0, through: item.signal.seconds - Self.window, by: Self.step)
            .compactMap { start in
                let end = start + Self.window
                let range = (start * item.signal.rate)..<(end * item.signal.rate)
                let counts = item.people.map { $0.count { range.contains($0) } }
                guard abs(counts[0] - counts[1]) <= Self.disagreementMax else { return nil }
                return (range, Int(start)..<Int(end), counts)
            }
    }
}
