import Biosignals
import Foundation
import Synthesis

/// How exactly R peaks are timed, on ECG whose R waves are known exactly: the SD of the error of
/// successive RR intervals.
struct TimingPart: ScorecardPart {
    private static let seconds: Seconds = 600
    private static let made: Hertz = 1_000
    private static let window = 0.150

    private struct Timed {
        let name: String
        let signal: Signal
        let truth: [Double]
    }

    private var cases: [Timed] = []

    mutating func prepare(_ peers: PeerRun) throws {
        Progress.say("synthesizing ECG of known R waves")
        for (name, noise) in [("clean", 0.0), ("noise", 1.0)] {
            for (seed, heartRate) in [(1, 58.0), (2, 75.0), (3, 110.0)] {
                let person = try SyntheticPerson(
                    seed: UInt64(seed),
                    phases: [
                        .init(
                            .rest, duration: Self.seconds, heartRate: PerMinute(heartRate),
                            rmssd: 35)
                    ], noise: noise)
                var source = try SyntheticSource(
                    person: person, rates: SyntheticRates(ecg: Self.made))
                var (samples, truth): ([Double], [Double]) = ([], [])
                while let stretch = source.next(seconds: 60) {
                    samples += stretch.blocks.flatMap(\.samples)
                    truth += stretch.truth.beats.map(\.seconds)
                }
                let whole = Signal(
                    id: "timing/\(name)\(Int(heartRate))", rate: Self.made.value, samples: samples)
                for signal in [
                    whole.resampled(up: 16, down: 125), whole.resampled(up: 1, down: 4), whole,
                ] {
                    cases.append(Timed(name: name, signal: signal, truth: truth))
                }
            }
        }
        for item in cases { try peers.add(item.signal, task: "ecg") }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        Progress.clear()
        print("\nRR timing error, SD in ms, synthetic ECG of 58, 75 and 110 /min, 10 min each\n")
        print(
            Text.column("", 20) + "  clean: 128 Hz   250 Hz  1000 Hz"
                + "   good wearable: 128 Hz   250 Hz  1000 Hz")
        for pass in Ours.ecg { line(pass.name, try cases.map { try pass.run($0.signal) }, &board) }
        for peer in peers.names("ecg") {
            line(peer, cases.map { peers.found("ecg", peer, $0.signal) }, &board)
        }
    }

    private func line(_ name: String, _ found: [Found], _ board: inout Board) {
        var text = Text.column(name, 20)
        for (kind, task, width) in [("clean", "rr", 15), ("noise", "noisyRR", 24)] {
            for (index, rate) in [128.0, 250, 1_000].enumerated() {
                var (errors, claims): ([Double], [Double]) = ([], [])
                for (item, found) in zip(cases, found)
                where item.name == kind && item.signal.rate == rate {
                    errors += Self.intervalErrors(found.positions.map { $0 / rate }, item.truth)
                    claims += (found.positionSD ?? []).compactMap { $0.map { 1_000 * $0 / rate } }
                }
                let deviation = Statistics.deviation(errors.map { 1_000 * $0 })
                board.note("timing.\(task).\(Int(rate))", name, deviation)
                // Both ends of an interval err, each by what it claims.
                let claim = Statistics.rootMeanSquare(claims).map { $0 * 2.0.squareRoot() }
                board.note("timing.\(task).\(Int(rate)).claimed", name, claim)
                let figure = deviation.map { String(format: "%.2f", $0) } ?? "–"
                text += Text.right(figure, index == 0 ? width : 9)
            }
        }
        print(text)
        let claims = [128, 250, 1_000].compactMap { rate in
            board.value("timing.noisyRR.\(rate).claimed", name)
                .map { String(format: "%.2f ms at %d Hz", $0, rate) }
        }
        if !claims.isEmpty {
            print("  says of the good wearable: " + claims.joined(separator: ", "))
        }
    }

    /// Found minus true, s, of every interval both of whose beats were found.
    private static func intervalErrors(_ found: [Double], _ truth: [Double]) -> [Double] {
        var next = 0
        let errors = truth.map { beat -> Double? in
            while next + 1 < found.count, abs(found[next + 1] - beat) <= abs(found[next] - beat) {
                next += 1
            }
            guard next < found.count, abs(found[next] - beat) <= window else { return nil }
            return found[next] - beat
        }
        return zip(errors.dropFirst(), errors).compactMap { later, earlier in
            guard let later, let earlier else { return nil }
            return later - earlier
        }
    }
}
