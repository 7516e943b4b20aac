import Biosignals
import Foundation
import HRV

/// Whether the 95 % intervals of short windows hold the value of the five minutes around them, on
/// people's own annotations of healthy and less healthy days.
struct CoveragePart: ScorecardPart {
    /// The records that the error model's constants were fitted on; every other is a stranger.
    static let fitted: Set<String> = [
        "nsr004", "14134", "101", "108", "112", "115", "118", "124", "215", "230",
    ]
    private static let windows = [60.0, 120, 180, 240]
    private static let fiveMinutes = 300.0
    /// A calmer rhythm than this share of its mean from beat to beat may be the sinus node's.
    private static let rmssdMax = 0.15
    private static let filledMin = 0.9
    /// A record with fewer intervals is not named as the worst.
    private static let worstMin = 30

    private struct Place: Hashable {
        let name: HRVMeasureName
        let window: Double
    }

    let folder: DataFolder
    private var records: [RhythmRecord] = []

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {
        Progress.say("reading the rhythms")
        records = RhythmRecord.all(in: folder)
    }

    func score(_ peers: PeerRun, into board: inout Board) throws {
        let analyzer = try HRVAnalyzer()
        var tallies: [Place: CoverageTally] = [:]
        var segments = 0
        let seconds = try ProcessorTime.measure {
            for record in records {
                Progress.say("coverage \(record.name)")
                var last: (start: Double, panel: HRVPanel)?
                for start in starts(of: record) {
                    guard let whole = try clean(record, start, analyzer) else { continue }
                    segments += 1
                    add(record, start, whole, analyzer, to: &tallies)
                    if let last, last.start + Self.fiveMinutes == start {
                        add(record.name, last.panel, whole, to: &tallies)
                    }
                    last = (start, whole)
                }
            }
        }
        guard segments > 0 else { return }
        Progress.clear()
        write(tallies, segments, seconds)
        writeExtremes(tallies)
        note(tallies, on: &board)
    }

    private func starts(of record: RhythmRecord) -> [Double] {
        guard let span = record.span else { return [] }
        return Array(
            stride(from: span.start, through: span.end - Self.fiveMinutes, by: Self.fiveMinutes))
    }

    /// Nil where gaps, an artefact that the editor sees, or an irregular rhythm are in it.
    private func clean(
        _ record: RhythmRecord, _ start: Double, _ analyzer: HRVAnalyzer
    ) throws -> HRVPanel? {
        let nn = record.intervals(from: start, to: start + Self.fiveMinutes)
        guard nn.milliseconds.reduce(0, +) / 1_000 >= Self.filledMin * Self.fiveMinutes else {
            return nil
        }
        var rr = RRIntervals()
        for index in 0..<nn.count {
            rr.append(
                endSeconds: nn.endSeconds[index], milliseconds: nn.milliseconds[index],
                followsPrevious: nn.followsPrevious[index])
        }
        guard NNEditor().edit(rr).edits.isEmpty else { return nil }
        let panel = analyzer.panel(of: nn, window: Seconds(Self.fiveMinutes), usable: 1)
        guard let cvsd = panel[.cvsd].value, cvsd <= Self.rmssdMax else { return nil }
        return panel
    }

    /// Windows at the start, in the middle and at the end of the five minutes.
    private func add(
        _ record: RhythmRecord, _ start: Double, _ whole: HRVPanel, _ analyzer: HRVAnalyzer,
        to tallies: inout [Place: CoverageTally]
    ) {
        for window in Self.windows {
            for share in [0, 0.5, 1] {
                let from = start + share * (Self.fiveMinutes - window)
                let panel = analyzer.panel(
                    of: record.intervals(from: from, to: from + window), window: Seconds(window),
                    usable: 1)
                for measure in panel.measures {
                    guard let value = measure.estimate.value, let interval = measure.interval95,
                        let truth = whole[measure.name].value
                    else { continue }
                    tallies[Place(name: measure.name, window: window), default: CoverageTally()]
                        .add(
                            record.name, holds: interval.contains(truth),
                            halfWidth: Self.halfWidth(interval, value))
                }
            }
        }
    }

    /// Neighbouring five minutes: whether their difference is one of two such intervals.
    private func add(
        _ record: String, _ earlier: HRVPanel, _ later: HRVPanel,
        to tallies: inout [Place: CoverageTally]
    ) {
        for (one, other) in zip(earlier.measures, later.measures) {
            guard let first = one.estimate.value, let second = other.estimate.value,
                let before = one.interval95, let after = other.interval95
            else { continue }
            let rising = second > first
            let reach = rising ? before.upperBound - first : first - before.lowerBound
            let back = rising ? second - after.lowerBound : after.upperBound - second
            tallies[
                Place(name: one.name, window: Self.fiveMinutes), default: CoverageTally()
            ].add(
                record, holds: abs(second - first) <= (reach * reach + back * back).squareRoot(),
                halfWidth: Self.halfWidth(after, second))
        }
    }

    private static func halfWidth(_ interval: ClosedRange<Double>, _ value: Double) -> Double {
        50 * (interval.upperBound - interval.lowerBound) / max(abs(value), .leastNormalMagnitude)
    }

    private static func isStranger(_ record: String) -> Bool { !fitted.contains(record) }

    private func write(
        _ tallies: [Place: CoverageTally], _ segments: Int, _ seconds: Double
    ) {
        print(
            """

            95 % intervals, % that held the value of the five minutes around; \(segments) clean \
            five minutes; \(String(format: "%.1f", seconds)) s
            300 s: % of neighbouring five minutes that differ by less than both intervals allow
            Fitted on: \(Self.fitted.sorted().joined(separator: " "))

            """)
        print(
            Text.column("", 14) + " window  fitted      n   others      n   worst of them"
                + "      half-width")
        for name in HRVMeasureName.allCases {
            for window in Self.windows + [Self.fiveMinutes] {
                guard let tally = tallies[Place(name: name, window: window)] else { continue }
                let isFitted = { Self.fitted.contains($0) }
                let figures = [
                    Self.percent(tally.coverage(where: isFitted)),
                    String(tally.count(where: isFitted)),
                    Self.percent(tally.coverage(where: Self.isStranger)),
                    String(tally.count(where: Self.isStranger)),
                ]
                let worst = tally.worst(ofAtLeast: Self.worstMin, where: Self.isStranger)
                let half = Statistics.median(tally.halfWidths).map {
                    String(format: "%.0f %%", $0)
                }
                print(
                    Text.column(name.rawValue, 14) + Text.right("\(Int(window)) s", 7)
                        + zip(figures, [8, 7, 9, 7]).map { Text.right($0, $1) }.joined()
                        + Text.right(
                            worst.map { "\($0.record) \(Self.percent($0.coverage))" } ?? "–", 16)
                        + Text.right(half ?? "–", 12))
            }
        }
    }

    /// What the pooled figures of the summary hide: the measure and window least and most covered.
    private func writeExtremes(_ tallies: [Place: CoverageTally]) {
        let cells = tallies.filter { $0.key.window < Self.fiveMinutes }.compactMap { place, tally in
            tally.coverage(where: Self.isStranger).map {
                (name: "\(place.name.rawValue) in \(Int(place.window)) s", coverage: $0)
            }
        }.sorted { ($0.coverage, $0.name) < ($1.coverage, $1.name) }
        guard let least = cells.first, let most = cells.last else { return }
        print(
            "\nOthers, one measure in one window: from \(Self.percent(least.coverage)) "
                + "(\(least.name)) to \(Self.percent(most.coverage)) (\(most.name)); "
                + "\(cells.count { (92...97).contains($0.coverage) }) of \(cells.count) in 92 to 97"
        )
    }

    private static func percent(_ value: Double?) -> String {
        value.map { String(format: "%.1f", $0) } ?? "–"
    }

    /// The strangers' coverage of each measure over its windows under five minutes; the lowest and
    /// the highest of them stand in the summary.
    private func note(_ tallies: [Place: CoverageTally], on board: inout Board) {
        var all: [Double] = []
        for name in HRVMeasureName.allCases {
            var sum = CoverageTally()
            for window in Self.windows {
                if let tally = tallies[Place(name: name, window: window)] { sum += tally }
            }
            guard let coverage = sum.coverage(where: Self.isStranger) else { continue }
            board.note("hrv.coverage.\(name.rawValue)", Pass.offline, coverage)
            all.append(coverage)
        }
        board.note("hrv.coverage.lowest", Pass.offline, all.min())
        board.note("hrv.coverage.highest", Pass.offline, all.max())
    }
}
