import Biosignals
import Foundation
import TestKit

/// One set's beat scores: ours record by record, then everybody's gross figures.
struct BeatTable {
    private static let worstCountMin = 50

    private let title: String
    private let task: String
    private let rate: Double
    private var order: [String] = []
    private var rows: [String: [(record: String, score: BeatScore)]] = [:]
    private var failures: [String: String] = [:]

    init(title: String, task: String, rate: Double) {
        self.title = title
        self.task = task
        self.rate = rate
    }

    mutating func add(_ record: String, _ entrant: String, _ found: Found, _ reference: Reference) {
        if !order.contains(entrant) { order.append(entrant) }
        if let failure = found.failure {
            failures[entrant] = "\(record): \(failure)"
            return
        }
        let score = BeatScore(found, reference, rate: rate)
        rows[entrant, default: []].append((record, score))
    }

    func gross(_ entrant: String) -> BeatScore {
        (rows[entrant] ?? []).reduce(BeatScore()) { $0 + $1.score }
    }

    /// Of the records with enough beats to say so.
    func worst(_ entrant: String) -> (record: String, f1: Double)? {
        (rows[entrant] ?? [])
            .filter { $0.score.match.matched + $0.score.match.missed >= Self.worstCountMin }
            .min { $0.score.match.f1 < $1.score.match.f1 }
            .map { ($0.record, $0.score.match.f1) }
    }

    /// - Parameter eachRecord: whether our own records are listed one by one.
    func close(into board: inout Board, eachRecord: Bool = true) {
        print("\n\(title)\n")
        for entrant in order where eachRecord && [Pass.live, Pass.offline].contains(entrant) {
            print(Self.head("\(entrant), record"))
            for row in rows[entrant] ?? [] { print(line(row.record, row.score)) }
            print("")
        }
        print(Self.head("gross") + "  worst record")
        for entrant in order {
            note(entrant, into: &board)
            if let failure = failures[entrant] {
                print(Self.pad(entrant) + " failed: " + failure)
                continue
            }
            let gross = gross(entrant)
            let worst = worst(entrant).map { String(format: "  %@ %.2f", $0.record, $0.f1) } ?? ""
            print(line(entrant, gross) + worst)
        }
        latency()
    }

    private func latency() {
        for entrant in order {
            let all = gross(entrant).latencies
            guard let middle = Statistics.median(all), let late = Statistics.percentile(99, of: all)
            else { continue }
            print(
                String(
                    format: "latency, %@: median %.0f ms, p99 %.0f ms, max %.0f ms", entrant,
                    middle, late, all.max() ?? 0))
        }
    }

    private func note(_ entrant: String, into board: inout Board) {
        guard failures[entrant] == nil else { return }
        let gross = gross(entrant)
        let milliseconds = 1_000 / rate
        board.note("\(task).f1", entrant, gross.match.f1)
        board.note("\(task).f1After5min", entrant, gross.afterLearning.f1)
        board.note("\(task).f1Within50ms", entrant, gross.narrow.f1)
        board.note("\(task).sensitivity", entrant, gross.match.sensitivity)
        board.note("\(task).ppv", entrant, gross.match.positivePredictivity)
        board.note("\(task).errorMedian", entrant, gross.match.errorMedian * milliseconds)
        board.note("\(task).errorSD", entrant, gross.match.errorSD * milliseconds)
        board.note("\(task).worst", entrant, worst(entrant)?.f1)
        board.note(
            "\(task).latency", entrant, Statistics.percentile(99, of: gross.latencies))
        board.note("\(task).goodPPV", entrant, gross.good?.positivePredictivity)
        board.note("\(task).goodShare", entrant, gross.good?.sensitivity)
        for row in rows[entrant] ?? [] {
            board.note(
                RecordRow(
                    task: task, record: row.record, entrant: entrant,
                    reference: row.score.match.matched + row.score.match.missed,
                    missed: row.score.match.missed, extra: row.score.match.extra,
                    f1: row.score.match.f1, f1Within50ms: row.score.narrow.f1,
                    errorMedianMilliseconds: row.score.match.errorMedian * milliseconds,
                    errorSDMilliseconds: row.score.match.errorSD * milliseconds))
        }
    }

    private static func head(_ name: String) -> String {
        pad(name) + "  beats missed  extra    Se %    +P %    F1 %  F1@50  F1>5:00"
            + "   med ms  SD ms  good Se   good +P"
    }

    private func line(_ name: String, _ score: BeatScore) -> String {
        let match = score.match
        let milliseconds = 1_000 / rate
        let later =
            score.afterLearning.matched > 0
            ? String(format: "%9.3f", score.afterLearning.f1) : "        –"
        return Self.pad(name)
            + String(
                format: "%7d%7d%7d%8.3f%8.3f%8.3f%7.2f", match.matched + match.missed,
                match.missed, match.extra, match.sensitivity, match.positivePredictivity, match.f1,
                score.narrow.f1)
            + later
            + String(
                format: "%9.2f%7.2f", match.errorMedian * milliseconds,
                match.errorSD * milliseconds)
            + (score.good.map {
                String(format: "%9.2f%10.3f", $0.sensitivity, $0.positivePredictivity)
            } ?? "        –         –")
    }

    private static func pad(_ name: String) -> String {
        name + String(repeating: " ", count: max(1, 20 - name.count))
    }
}
