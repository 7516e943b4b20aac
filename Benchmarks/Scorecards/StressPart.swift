import Biosignals
import Foundation

/// Wrist EDA and PPG of people at rest, reckoning against the clock and breathing fast: no truth
/// but what was asked of them, so only whether the group moves the way bodies do.
struct StressPart: ScorecardPart {
    private static let edaRate = 4.0
    private static let ppgRate = 64.0
    private static let phases = [
        "relax1", "stroop", "interview", "hyperventilation", "relax_baseline",
    ]

    private struct Person {
        let eda: Found
        let ppg: Found
        let phases: [String: Range<Double>]
    }

    let folder: DataFolder

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {}

    func score(_ peers: PeerRun, into board: inout Board) throws {
        let people = try everybody()
        guard let live = people, !live.isEmpty else { return }
        print("\nStress-Predict, wrist, mean of \(live.count) people: plausibility, not accuracy\n")
        print(
            Text.column("phase", 20)
                + "people  SCR/min   level µS  EDA usable %   heart/min  good pulses %")
        for phase in Self.phases { line(phase, live, into: &board) }
    }

    private func line(_ phase: String, _ people: [Person], into board: inout Board) {
        var columns = [[Double]](repeating: [], count: 5)
        for person in people {
            guard let span = person.phases[phase] else { continue }
            let minutes = (span.upperBound - span.lowerBound) / 60
            let peaks = person.eda.positions.count { span.contains($0 / Self.edaRate) }
            columns[0].append(Double(peaks) / minutes)
            let seconds = Int(span.lowerBound)..<Int(span.upperBound)
            let levels = (person.eda.tonic ?? []).enumerated()
                .compactMap { seconds.contains($0.offset) ? $0.element : nil }
            if let mean = Statistics.mean(levels) { columns[1].append(mean) }
            let usable = (person.eda.seconds ?? []).enumerated()
                .count { seconds.contains($0.offset) && $0.element >= SignalQuality.usableMin }
            columns[2].append(100 * Double(usable) / Double(max(1, seconds.count)))
            let pulses = zip(person.ppg.positions, person.ppg.quality ?? [])
                .filter { span.contains($0.0 / Self.ppgRate) }
            let good = pulses.filter { $0.1 >= SignalQuality.usableMin }.map { $0.0 / Self.ppgRate }
            let intervals = zip(good.dropFirst(), good).map { $0 - $1 }.filter { $0 < 2 }
            if let middle = Statistics.median(intervals) { columns[3].append(60 / middle) }
            columns[4].append(100 * Double(good.count) / Double(max(1, pulses.count)))
        }
        let means = columns.map { Statistics.mean($0) ?? .nan }
        board.note("eda.stress.\(phase).scrPerMinute", Pass.live, means[0])
        board.note("ppg.stress.\(phase).heartRate", Pass.live, means[3])
        print(
            Text.column(phase, 20)
                + String(
                    format: "%4d%10.2f%10.2f%13.1f%13.1f%14.1f", columns[0].count, means[0],
                    means[1], means[2], means[3], means[4]))
    }

    private func everybody() throws -> [Person]? {
        let set = "eda_ppg_acc/stress_predict"
        return try folder.records(of: set, endingIn: "")?.filter { $0.hasPrefix("S") }
            .compactMap { name in
                let path = folder.path(set, name)
                // Two lines first: when it began, and the rate. EDA begins with zeros.
                guard let eda = NumberTable(path + "/EDA.csv", headerLines: 2),
                    let ppg = NumberTable(path + "/BVP.csv", headerLines: 2),
                    let text = try? String(contentsOfFile: path + "/phases.csv", encoding: .utf8)
                else { return nil }
                var phases: [String: Range<Double>] = [:]
                for line in text.split(whereSeparator: \.isNewline).dropFirst() {
                    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    // Pressed buttons only; the log's times are off by up to two minutes.
                    guard fields.count == 5, let start = Double(fields[3]),
                        let end = Double(fields[4]), start < end
                    else { continue }
                    phases[String(fields[0])] = start..<end
                }
                let conductance = Signal(
                    id: "\(set)/\(name)", rate: Self.edaRate, samples: eda.column(0))
                let pulse = Signal(
                    id: "\(set)/\(name)", rate: Self.ppgRate, samples: ppg.column(0))
                return Person(
                    eda: try Ours.eda[0].run(conductance), ppg: try Ours.ppg[0].run(pulse),
                    phases: phases)
            }
    }
}
