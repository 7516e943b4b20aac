import Biosignals
import Foundation

/// What an hour of signal costs everybody, measured in this run and the same way.
struct SpeedPart: ScorecardPart {
    private static let runs = 3

    private struct Timed {
        let task: String
        let kind: String
        let signal: Signal
        let passes: [Pass]
    }

    let folder: DataFolder
    private var timed: [Timed] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        let eda = EDAVariation(name: "speed", seed: 8, rate: 32, seconds: 1_800).make().signal
        timed = [Timed(task: "speed.eda.32", kind: "eda", signal: eda, passes: Ours.eda)]
        if let name = folder.records(of: "ecg/mitdb", endingIn: ".hea")?.first,
            let signal = try RecordFile.signal(folder.path("ecg/mitdb", name), id: "speed/ecg")
        {
            timed.append(
                Timed(task: "speed.ecg.360", kind: "ecg", signal: signal, passes: Ours.ecg))
            timed.append(
                Timed(
                    task: "speed.ecg.128", kind: "ecg", signal: signal.resampled(up: 16, down: 45),
                    passes: Ours.ecg))
        }
        let set = "ppg_resp/bidmc"
        if let name = folder.records(of: set, endingIn: ".hea")?.first {
            let path = folder.path(set, name)
            if let signal = try RecordFile.signal(
                path, id: "speed/ppg", where: { $0.name.contains("PLETH") })
            {
                timed.append(
                    Timed(task: "speed.ppg.125", kind: "ppg", signal: signal, passes: Ours.ppg))
            }
            if let signal = try RecordFile.signal(
                path, id: "speed/resp", where: { $0.name.contains("RESP") })
            {
                timed.append(
                    Timed(
                        task: "speed.resp.125", kind: "resp", signal: signal,
                        passes: Ours.respiration))
            }
        }
        for item in timed { try peers.add(item.signal, task: item.kind, timed: true) }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        print("\nProcessor seconds an hour of signal, this run, median of \(Self.runs)")
        for item in timed {
            print(
                String(
                    format: "\n%@, %.0f Hz, %.0f s of it", item.task, item.signal.rate,
                    item.signal.seconds))
            for pass in item.passes {
                let costs = try (0..<Self.runs).compactMap { _ in
                    try pass.run(item.signal).cpuSeconds
                }
                line(pass.name, Statistics.median(costs), item, into: &board)
            }
            for peer in peers.names(item.kind) {
                let found = peers.found(item.kind, peer, item.signal, timed: true)
                line(peer, found.cpuSeconds, item, failure: found.failure, into: &board)
            }
        }
    }

    private func line(
        _ name: String, _ cost: Double?, _ item: Timed, failure: String? = nil,
        into board: inout Board
    ) {
        let hourly = cost.map { $0 / item.signal.hours }
        board.note(item.task, name, hourly)
        let text = hourly.map { String(format: "%10.4f", $0) } ?? "  failed: \(failure ?? "")"
        print(Text.column(name, 20) + text)
    }
}
