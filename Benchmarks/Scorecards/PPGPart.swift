import Biosignals
import Foundation
import TestKit

/// Pulses against the beats of an ECG beside them, and phone-camera pulses against a chest strap.
struct PPGPart: ScorecardPart {
    /// The best lag of a record is looked for in these steps, s.
    private static let lagStep = 0.010
    private static let lagMax = 1.0
    private static let kind = "ppg"

    let folder: DataFolder
    private var sets: [BeatSet] = []
    private var phones: [PhoneCase] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        Progress.say("reading the PPG sets")
        sets = try [
            records("ppg_resp/bidmc", task: "ppg.bidmc", title: "BIDMC, pulses against ECG beats"),
            records(
                "ppg_resp/pyphysio_medical", task: "ppg.pyphysio",
                title: "pyphysio medical, two minutes at 2048 Hz: against a vote on its ECG"),
        ].compactMap(\.self)
        phones = PhoneCase.all(folder)
        for set in sets {
            for beatCase in set.cases { try peers.add(beatCase.signal, task: Self.kind) }
        }
        for phone in phones { try peers.add(phone.signal, task: Self.kind) }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        for set in sets { try set.score(Ours.ppg, peers, into: &board, aligned: Self.aligned) }
        guard !phones.isEmpty else { return }
        print("\nWelltory, phone camera against a Polar H10 over the same time (not aligned)")
        print(
            "ours: pulses of quality 0.5 or more only; peers: all, on the signal turned upright\n")
        for pass in Ours.ppg {
            let table = PhoneTable(name: pass.name, least: SignalQuality.usableMin)
            table.write(try phones.map { ($0, try pass.run($0.signal)) }, into: &board, each: true)
        }
        for peer in peers.names(Self.kind) {
            PhoneTable(name: peer, least: 0).write(
                phones.map { ($0, peers.found(Self.kind, peer, $0.signal)) }, into: &board,
                each: false)
        }
    }

    private func records(_ set: String, task: String, title: String) throws -> BeatSet? {
        guard let names = folder.records(of: set, endingIn: ".hea") else { return nil }
        let cases = try names.compactMap { name -> BeatCase? in
            let path = folder.path(set, name)
            guard let reference = Reference(vote: path),
                let signal = try RecordFile.signal(
                    path, id: "\(set)/\(name)_ppg",
                    where: { $0.name.contains("PLETH") || $0.name.contains("BVP") })
            else { return nil }
            return BeatCase(record: name, signal: signal, reference: reference)
        }
        return BeatSet(task: task, title: title, kind: Self.kind, cases: cases)
    }

    /// One lag a record: of those that match most beats, the one that leaves the least median
    /// error.
    private static func aligned(_ found: Found, _ beatCase: BeatCase) -> Found {
        let rate = beatCase.signal.rate
        var best = (matched: -1, error: 0.0, lag: 0.0)
        for lag in stride(from: 0, through: lagMax, by: lagStep) {
            let match = BeatMatch(
                reference: beatCase.reference.beats,
                test: found.positions.map { $0 - lag * rate },
                window: BeatScore.window * rate, excluding: beatCase.reference.excluded)
            let error = abs(match.errorMedian)
            if (match.matched, -error) > (best.matched, -best.error) {
                best = (match.matched, error, lag)
            }
        }
        var moved = found
        moved.positions = found.positions.map { $0 - best.lag * rate }
        moved.knownAt = found.knownAt?.map { $0 - best.lag * rate }
        return moved
    }
}
