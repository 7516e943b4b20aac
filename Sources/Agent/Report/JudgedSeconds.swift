import Biosignals
import Reports

/// Which seconds of a channel were judged, and which of them usable, as runs of equal verdict.
struct JudgedSeconds: Sendable {
    struct Run: Equatable, Sendable {
        var seconds: Range<Int>
        let isUsable: Bool
    }

    private(set) var runs: [Run] = []

    init() {}

    init(_ log: SecondLog) {
        for entry in log.entries { append(entry.second, isUsable: entry.quality.isUsable) }
    }

    /// - Parameter second: one before the last is left out, as a log leaves it out.
    mutating func append(_ second: Int, isUsable: Bool) {
        if let last = runs.last, second < last.seconds.upperBound { return }
        if let last = runs.last, last.seconds.upperBound == second, last.isUsable == isUsable {
            runs[runs.count - 1].seconds = last.seconds.lowerBound..<(second + 1)
        } else {
            runs.append(Run(seconds: second..<(second + 1), isUsable: isUsable))
        }
    }

    /// The verdicts in columns of equal length over the recording.
    func columns(of duration: Double, countMax: Int = 300) -> [SignalTrace.Judged] {
        let count = max(1, min(countMax, Int(duration)))
        let width = duration / Double(count)
        var columns = Array(repeating: SignalTrace.Judged(), count: count)
        for run in runs where run.seconds.lowerBound < Int(duration.rounded(.up)) {
            let start = max(0, run.seconds.lowerBound)
            let end = min(run.seconds.upperBound, Int(duration.rounded(.up)))
            for second in start..<max(start, end) {
                let column = min(count - 1, Int((Double(second) + 0.5) / width))
                columns[column].total += 1
                if run.isUsable { columns[column].usable += 1 }
            }
        }
        return columns
    }

    /// Where `length` seconds are best: usable throughout and nearest to the middle, else the
    /// longest usable run's beginning; nil where not one second was usable.
    func best(_ length: Int, of duration: Double) -> (start: Int, isUsable: Bool)? {
        let middle = (Int(duration) - length) / 2
        let usable = runs.filter(\.isUsable)
        let starts = usable.filter { $0.seconds.count >= length }.map { run in
            max(run.seconds.lowerBound, min(run.seconds.upperBound - length, middle))
        }
        if let start = starts.min(by: { abs($0 - middle) < abs($1 - middle) }) {
            return (start, true)
        }
        guard let longest = usable.max(by: { $0.seconds.count < $1.seconds.count }) else {
            return nil
        }
        return (max(0, min(longest.seconds.lowerBound, Int(duration) - length)), false)
    }
}
