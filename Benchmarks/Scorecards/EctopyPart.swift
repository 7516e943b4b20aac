import Biosignals
import ECG
import Foundation
import HRV

/// Ectopic beats against the cardiologists' word, from intervals alone and with the beats' shapes.
///
/// What is reported is the strict count, beat by beat: an ectopic beat is found if it is named
/// itself, and every normal beat that is named is one too many. How the published peers' figures
/// were counted is not written down; the lenient count beside it is the nearest guess that gives
/// Malik's rule about its published figure: a beat counts as found if it or the beat beside it is
/// named, and specificity is of normal beats that stand two beats clear of ectopic ones. Atrial
/// fibrillation and flutter are left out.
struct EctopyPart: ScorecardPart {
    private struct Case {
        let name: String
        let beats: AnnotatedBeats
        let signal: Signal
    }

    private static let window = 0.150
    private static let ways = ["Malik 20 %", "intervals", "live", "offline"]
    let folder: DataFolder
    private var cases: [Case] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        for name in folder.records(of: "ecg/mitdb", endingIn: ".atr") ?? [] {
            let data = try Data(contentsOf: URL(filePath: folder.path("ecg/mitdb", name + ".atr")))
            let path = folder.path("ecg/mitdb", name + ".hea")
            guard let signal = try RecordFile.signal(path, id: "ecg/mitdb/" + name) else {
                continue
            }
            cases.append(Case(name: name, beats: AnnotatedBeats(data), signal: signal))
        }
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        guard !cases.isEmpty else { return }
        Progress.clear()
        print(
            """

            Ectopic beats, MIT-BIH: sensitivity/specificity in %, strict (lenient)
            strict: beat by beat. lenient: the beat or the one beside it is named; specificity of
            the normal beats two clear of ectopic ones.

            """)
        print(Text.column("record", 8) + Self.ways.map { Text.right($0, 29) }.joined())
        var sums = Array(repeating: EctopyCount(), count: Self.ways.count)
        for item in cases {
            let counts = try Self.ways.map { way in
                var count = EctopyCount()
                count.add(item.beats, flags: try flags(way, item))
                return count
            }
            for index in sums.indices { sums[index] += counts[index] }
            if counts[0].ectopic > 0 { print(Self.line(item.name, counts)) }
        }
        print(Self.line("gross", sums))
        let names = ["ectopy.intervals", "ectopy.intervals", "ectopy.shape", "ectopy.shape"]
        let entrants = ["Malik 20 %", Pass.offline, Pass.live, Pass.offline]
        for (index, sum) in sums.enumerated() {
            board.note(names[index] + ".se", entrants[index], sum.sensitivity)
            board.note(names[index] + ".sp", entrants[index], sum.specificity)
            board.note(names[index] + ".lenientSe", entrants[index], sum.lenientSensitivity)
            board.note(names[index] + ".lenientSp", entrants[index], sum.lenientSpecificity)
        }
    }

    private static func line(_ name: String, _ counts: [EctopyCount]) -> String {
        Text.column(name, 8)
            + counts.map { count in
                Text.right(
                    String(
                        format: "%.1f/%.2f (%.1f/%.2f)", count.sensitivity, count.specificity,
                        count.lenientSensitivity, count.lenientSpecificity), 29)
            }.joined()
    }

    private func flags(_ way: String, _ item: Case) throws -> [Bool] {
        switch way {
        case "Malik 20 %": malik(item)
        case "intervals": named(Self.annotated(item), item)
        case "live":
            try named(
                detected(item) { rate, samples, output in
                    var processor = try ECGProcessor(rate: rate)
                    processor.process(samples, into: &output)
                    processor.finish(into: &output)
                }, item)
        default:
            try named(
                detected(item) { rate, samples, output in
                    var review = try ECGReview(rate: rate)
                    review.process(samples, into: &output)
                    review.finish(into: &output)
                }, item)
        }
    }

    private static func annotated(_ item: Case) -> RRIntervals {
        RRIntervals(
            beatSeconds: item.beats.samples.map { $0 / item.signal.rate }, longest: 10)
    }

    /// |ΔRR| over 20 % of the interval before: Malik et al. (1989),
    /// European Heart Journal 10:1060.
    private func malik(_ item: Case) -> [Bool] {
        let beats = item.beats.samples
        return beats.indices.map { index in
            guard index > 1 else { return false }
            let (own, last) = (beats[index] - beats[index - 1], beats[index - 1] - beats[index - 2])
            return abs(own - last) > 0.2 * last
        }
    }

    private func detected(
        _ item: Case, by detect: (Hertz, [Double], inout ECGOutput) throws -> Void
    ) throws -> RRIntervals {
        var output = ECGOutput()
        let rate = item.signal.rate
        try detect(Hertz(rate), item.signal.samples, &output)
        var rr = RRIntervals()
        var follows = false
        for (last, beat) in zip(output.beats, output.beats.dropFirst()) {
            let step = (beat.position - last.position) / rate
            if step <= 3 {
                rr.append(
                    endSeconds: beat.position / rate, milliseconds: step * 1_000,
                    followsPrevious: follows, quality: min(beat.quality, last.quality),
                    evidence: beat.evidence)
            }
            follows = step <= 3
        }
        return rr
    }

    /// Whether each annotated beat is one of those named, within 150 ms, each name used once.
    private func named(_ rr: RRIntervals, _ item: Case) -> [Bool] {
        let times = item.beats.samples.map { $0 / item.signal.rate }
        var flags = Array(repeating: false, count: times.count)
        var place = 0
        for index in EctopicBeats(of: rr).indices {
            let time = rr.endSeconds[index]
            while place + 1 < times.count,
                abs(times[place + 1] - time) <= abs(times[place] - time)
            {
                place += 1
            }
            if abs(times[place] - time) <= Self.window { flags[place] = true }
        }
        return flags
    }
}
