import Biosignals
import DSP
import Foundation
import HRV
import TestKit

/// Five known artefacts in five clean minutes: what correction leaves of the error in RMSSD, SDNN
/// and HF, how many it finds, and what it edits where nothing is wrong.
struct ArtefactPart: ScorecardPart {
    private static let peerTask = "beats"
    /// ms; 0 is the segment as it was recorded.
    private static let rhythms: [Double] = [0, 15, 25, 40, 60]
    private static let wideRhythm = 90.0
    /// An edit this near to an artefact is its own, s.
    private static let near = 0.25
    private static let longest: Seconds = 10
    /// What is asked of the RMSSD after correction, whatever the kind, %.
    private static let asked = 3.0

    private struct Case {
        let kind: BeatInjection
        let rhythm: Double
        let segment: Int
        let beats: [Double]
        let places: [Double]
        /// In ms, for the peers; of the rhythm as it was recorded only.
        let signal: Signal?
    }

    /// Absolute errors, %, and what was found.
    private struct Score {
        var rmssd: [Double] = []
        var sdnn: [Double] = []
        var hf: [Double] = []
        var (found, injected) = (0, 0)

        mutating func add(_ nn: NNIntervals, truth: (rmssd: Double, sdnn: Double, hf: Double)) {
            func error(_ value: Double?, _ truth: Double) -> Double {
                value.map { 100 * abs($0 / truth - 1) } ?? 100
            }
            rmssd.append(
                error(
                    TimeDomain.rmssd(differences: TimeDomain.differences(of: nn)), truth.rmssd))
            sdnn.append(error(TimeDomain.sdnn(nn.milliseconds), truth.sdnn))
            hf.append(error(ArtefactPart.hf(nn), truth.hf))
        }

        static func p90(_ values: [Double]) -> Double {
            Statistics.percentile(90, of: values) ?? .nan
        }
    }

    let folder: DataFolder
    private var segments: [CleanSegment] = []
    private var cases: [Case] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        Progress.say("putting artefacts into clean segments")
        segments = CleanSegments(folder: folder).read()
        for kind in BeatInjection.allCases {
            for rhythm in Self.rhythms {
                for index in segments.indices {
                    guard let intervals = intervals(index, rhythm) else { continue }
                    var generator = SeededGenerator(seed: UInt64(1_000 * index) + UInt64(rhythm))
                    let (beats, places) = kind.beats(of: intervals, using: &generator)
                    let signal =
                        rhythm > 0
                        ? nil
                        : Signal(
                            id: "\(task(kind.rawValue))/\(index)", rate: 1_000,
                            samples: beats.map { 1_000 * $0 })
                    cases.append(
                        Case(
                            kind: kind, rhythm: rhythm, segment: index, beats: beats,
                            places: places, signal: signal))
                }
            }
        }
        for item in cases {
            if let signal = item.signal { try peers.add(signal, task: Self.peerTask) }
        }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        guard !segments.isEmpty else { return }
        Progress.clear()
        print(
            """

            Artefacts, 5 in 5 minutes: errors after correction, 90th percentile, %
            asked for: RMSSD within \(Int(Self.asked)) %; a star where it is missed

            """)
        print(
            Text.column("", 20)
                + "  RMSSD   SDNN     HF  found   RMSSD at "
                + Self.rhythms.map { $0 == 0 ? "own" : "\(Int($0))" }.joined(separator: " / "))
        for kind in BeatInjection.allCases { line(kind.rawValue, [kind], into: &board) }
        line("all of these", BeatInjection.allCases, into: &board)
        for peer in peers.names(Self.peerTask) { lines(peer, peers, into: &board) }
        clean(into: &board)
    }

    private func line(
        _ name: String, _ kinds: [BeatInjection], into board: inout Board
    ) {
        var (all, parts) = (Score(), [Double: Score]())
        for item in cases where kinds.contains(item.kind) {
            guard let truth = truth(item) else { continue }
            let rr = RRIntervals(beatSeconds: item.beats, longest: Self.longest)
            let nn = NNEditor().edit(rr)
            all.add(nn, truth: truth)
            parts[item.rhythm, default: Score()].add(nn, truth: truth)
            all.injected += item.places.count
            all.found += item.places.count { place in
                nn.edits.contains { abs($0.seconds - place) < Self.near }
            }
        }
        let share = 100 * Double(all.found) / Double(max(1, all.injected))
        let rhythms = Self.rhythms.map { rhythm in
            Self.judged(Score.p90(parts[rhythm]?.rmssd ?? []), 1)
        }
        print(
            Text.column(name, 20) + Text.right(Self.judged(Score.p90(all.rmssd), 2), 7)
                + String(
                    format: "%7.2f%7.2f%7.1f   ", Score.p90(all.sdnn), Score.p90(all.hf), share)
                + rhythms.joined(separator: " / "))
        board.note(task(name), Pass.offline, Score.p90(all.rmssd))
        board.note(task(name) + ".own", Pass.offline, Score.p90(parts[0]?.rmssd ?? []))
        board.note(task(name) + ".found", Pass.offline, share)
    }

    private func lines(_ peer: String, _ peers: PeerRun, into board: inout Board) {
        print("\n\(peer), the rhythms as recorded")
        for kind in BeatInjection.allCases {
            var (score, failures) = (Score(), 0)
            for item in cases where item.kind == kind {
                guard let signal = item.signal, let truth = truth(item) else { continue }
                let found = peers.found(Self.peerTask, peer, signal)
                if found.failure != nil { failures += 1 }
                let rr = RRIntervals(
                    beatSeconds: found.positions.map { $0 / 1_000 }, longest: Self.longest)
                score.add(NNIntervals(unedited: rr), truth: truth)
            }
            print(
                Text.column(kind.rawValue, 20)
                    + String(
                        format: "%7.2f%7.2f%7.2f", Score.p90(score.rmssd), Score.p90(score.sdnn),
                        Score.p90(score.hf))
                    + (failures > 0 ? "   failed on \(failures)" : ""))
            board.note(task(kind.rawValue) + ".own", peer, Score.p90(score.rmssd))
        }
    }

    private func clean(into board: inout Board) {
        for (name, rhythm) in [("", 0), ("90", Self.wideRhythm)] {
            let counts = segments.indices.compactMap { index in
                intervals(index, rhythm).map {
                    Double(NNEditor().edit(RRIntervals(milliseconds: $0)).edits.count)
                }
            }
            let mean = Statistics.mean(counts)
            board.note("artefact.false" + name, Pass.offline, mean)
            print(
                Text.column(rhythm == 0 ? "\nclean" : "clean, RMSSD 90 ms", 20)
                    + String(format: "%.3f edits in 5 min, %d segments", mean ?? .nan, counts.count)
            )
        }
    }

    private func task(_ name: String) -> String {
        "artefact." + name.filter { $0.isLetter || $0.isNumber }
    }

    private static func judged(_ error: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", error) + (error <= asked ? " " : "*")
    }

    private func intervals(_ segment: Int, _ rhythm: Double) -> [Double]? {
        rhythm == 0 ? segments[segment].intervals : segments[segment].scaled(toRMSSD: rhythm)
    }

    private func truth(_ item: Case) -> (rmssd: Double, sdnn: Double, hf: Double)? {
        guard let intervals = intervals(item.segment, item.rhythm),
            let rmssd = TimeDomain.rmssd(intervals), let sdnn = TimeDomain.sdnn(intervals),
            let hf = Self.hf(NNIntervals(unedited: RRIntervals(milliseconds: intervals)))
        else { return nil }
        return (rmssd, sdnn, hf)
    }

    private static func hf(_ nn: NNIntervals) -> Double? {
        Tachogram(of: nn).spectrum()?.power(in: 0.15..<0.40)
    }
}
