import Biosignals
import Foundation
import TestKit

/// One set's beat scores: a row per record, then the gross figures.
struct BeatTable {
    static let window: Seconds = 0.150
    static let learning: Seconds = 300

    private let title: String
    private let rate: Double
    private var all = BeatMatch()
    private var afterLearning = BeatMatch()
    private var good = BeatMatch()
    private(set) var worst = (name: "", f1: 100.0)

    init(title: String, rate: Double) {
        self.title = title
        self.rate = rate
        print("\n\(title)\n")
        print(Self.head("record") + "   q≥0.5")
    }

    mutating func add(_ name: String, beats: [Fiducial], reference: Reference) {
        let match = score(beats, reference)
        let learning = -Double.infinity..<(Self.learning.value * rate)
        all = all + match
        afterLearning = afterLearning + score(beats, reference, leavingOut: [learning])
        let trusted = beats.filter { $0.quality >= SignalQuality.usableMin }
        good = good + score(trusted, reference)
        if match.f1 < worst.f1 { worst = (name, match.f1) }
        let share = 100 * Double(trusted.count) / Double(max(1, beats.count))
        print(row(name, match) + String(format: "%8.1f", share))
    }

    func close() {
        print(row("gross", all))
        if afterLearning.matched > 0 { print(row("from 5:00 on", afterLearning)) }
        print(row("quality ≥ 0.5", good))
        if !worst.name.isEmpty {
            print("worst record: \(worst.name), F1 " + String(format: "%.2f %%", worst.f1))
        }
    }

    private func score(
        _ beats: [Fiducial], _ reference: Reference, leavingOut extra: [Range<Double>] = []
    ) -> BeatMatch {
        BeatMatch(
            reference: reference.beats, test: beats.map(\.position),
            window: Self.window.value * rate, excluding: reference.excluded + extra)
    }

    private static func head(_ name: String) -> String {
        pad(name) + "   beats  missed   extra     Se %     +P %     F1 %  median ms    SD ms"
    }

    private func row(_ name: String, _ match: BeatMatch) -> String {
        let milliseconds = 1_000 / rate
        return Self.pad(name)
            + String(
                format: "%8d%8d%8d%9.3f%9.3f%9.3f%11.2f%9.2f", match.matched + match.missed,
                match.missed, match.extra, match.sensitivity, match.positivePredictivity, match.f1,
                match.errorMedian * milliseconds, match.errorSD * milliseconds)
    }

    private static func pad(_ name: String) -> String {
        name + String(repeating: " ", count: max(1, 16 - name.count))
    }
}
