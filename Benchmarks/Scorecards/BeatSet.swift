/// Records that are scored together, at one rate.
struct BeatSet {
    /// The figures' name: `ecg.mitdb.360`.
    let task: String
    let title: String
    /// The peers' kind of task: `ecg` or `ppg`.
    let kind: String
    var cases: [BeatCase] = []

    /// The same records at 128 Hz, if they have a rate that a whole ratio takes there.
    func at128() -> BeatSet? {
        guard let rate = cases.first?.signal.rate, rate > 128, rate == rate.rounded() else {
            return nil
        }
        let divisor = Self.commonDivisor(128, Int(rate))
        return BeatSet(
            task: task.split(separator: ".").map { $0 == "\(Int(rate))" ? "128" : $0 }
                .joined(separator: "."),
            title: title + ", resampled to 128 Hz", kind: kind,
            cases: cases.map { $0.resampled(up: 128 / divisor, down: Int(rate) / divisor) })
    }

    func score(
        _ passes: [Pass], _ peers: PeerRun, into board: inout Board, eachRecord: Bool = true,
        aligned: (Found, BeatCase) -> Found = { found, _ in found }
    ) throws {
        guard let rate = cases.first?.signal.rate else { return }
        Progress.say(title)
        var table = BeatTable(title: title, task: task, rate: rate)
        for pass in passes {
            for beatCase in cases {
                table.add(
                    beatCase.record, pass.name, aligned(try pass.run(beatCase.signal), beatCase),
                    beatCase.reference)
            }
        }
        for peer in peers.names(kind) {
            for beatCase in cases {
                table.add(
                    beatCase.record, peer,
                    aligned(peers.found(kind, peer, beatCase.signal), beatCase),
                    beatCase.reference)
            }
        }
        Progress.clear()
        table.close(into: &board, eachRecord: eachRecord)
    }

    private static func commonDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : commonDivisor(right, left % right)
    }
}
