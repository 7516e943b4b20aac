import Biosignals
import Foundation
import HRV

/// What heart rate variability costs: one 5-minute window, a day of 100,000 beats, and one more beat
/// live. The series is made here from a seed: no file is read.
enum HRVSpeed {
    static let beats = 100_000

    /// Name, value and unit of each figure.
    static func rows() throws -> [(String, Double, String)] {
        let series = day(seed: 1)
        let analyzer = try HRVAnalyzer()
        let five = NNIntervals(unedited: RRIntervals(milliseconds: Array(series[..<400])))
        let window = Seconds(five.endSeconds.last ?? 0)
        let rr = RRIntervals(milliseconds: series)
        let nn = NNIntervals(unedited: rr)
        let length = Seconds(nn.endSeconds.last ?? 0)
        let tolerance = 0.2 * (TimeDomain.sdnn(series) ?? 0)
        let before = peakMegabytes()
        var rows = [
            (
                "HRV panel of 5 minutes, 400 beats",
                milliseconds(21) { analyzer.panel(of: five, window: window, usable: 1) }, "ms"
            ),
            (
                "HRV panel of a day, 100,000 beats",
                milliseconds(3) { analyzer.panel(of: nn, window: length, usable: 1) }, "ms"
            ),
            (
                "  multiscale entropy, scales 1 to 5",
                milliseconds(3) { MultiscaleEntropy(of: nn, tolerance: tolerance) }, "ms"
            ),
            ("  artefact correction", milliseconds(3) { NNEditor().edit(rr) }, "ms"),
        ]
        rows.append(("  growth of the peak memory", peakMegabytes() - before, "MiB"))
        return rows + live(nn) + [settling(rr)]
    }

    /// The mean cost of a beat on its way from RR to NN live, its share of a look included.
    private static func settling(_ rr: RRIntervals) -> (String, Double, String) {
        var settled = SettledIntervals()
        var output = SettledIntervals.Output()
        let beats = 6_000
        let began = ContinuousClock.now
        for index in 0..<beats {
            settled.process(
                endSeconds: rr.endSeconds[index], milliseconds: rr.milliseconds[index],
                followsPrevious: rr.followsPrevious[index], into: &output)
        }
        let wall = milliseconds(began.duration(to: .now))
        return ("one more beat settled live", wall * 1e6 / Double(beats), "ns")
    }

    /// The mean cost of a beat, its measures read, around three moments of a day.
    private static func live(_ nn: NNIntervals) -> [(String, Double, String)] {
        var sliding = SlidingHRV()
        var rows: [(String, Double, String)] = []
        let marks = [(300.0, "minute 5"), (3_600, "hour 1"), (82_800, "hour 23")]
        let stretch = 300.0
        var next = 0
        for (mark, name) in marks {
            while next < nn.count, nn.endSeconds[next] < mark {
                sliding.append(interval(nn, next))
                next += 1
            }
            let first = next
            var sum = 0.0
            let began = ContinuousClock.now
            while next < nn.count, nn.endSeconds[next] < mark + stretch {
                sliding.append(interval(nn, next))
                sum += sliding.minute.measures.rmssd ?? 0
                sum += sliding.fiveMinutes.measures.sdnn ?? 0
                sum += sliding.day.measures.sdnn ?? 0
                next += 1
            }
            let wall = milliseconds(began.duration(to: .now))
            precondition(sum > 0 && next > first, "There is a rhythm to measure.")
            rows.append(
                ("one more beat live, from \(name) on", wall * 1e6 / Double(next - first), "ns"))
        }
        return rows
    }

    private static func interval(_ nn: NNIntervals, _ index: Int) -> NNInterval {
        NNInterval(
            endSeconds: nn.endSeconds[index], milliseconds: nn.milliseconds[index],
            followsPrevious: nn.followsPrevious[index])
    }

    /// A circadian wave, 1/f noise (Voss's sum of ever slower dice) and breathing, ms.
    private static func day(seed: UInt64) -> [Double] {
        var generator = SplitMix64(seed: seed)
        var dice = Array(repeating: 0.0, count: 14)
        var seconds = 0.0
        return (0..<beats).map { beat in
            let slowest = min((beat + 1).trailingZeroBitCount, dice.count - 1)
            for index in 0...slowest {
                dice[index] = Double.random(in: -22...22, using: &generator)
            }
            let interval =
                845 - 90 * cos(2 * .pi * seconds / 86_400) + dice.reduce(0, +)
                + 25 * sin(2 * .pi * 0.25 * seconds)
            seconds += interval / 1_000
            return interval
        }
    }

    /// Median of the runs.
    private static func milliseconds<Result>(_ runs: Int, _ body: () -> Result) -> Double {
        let all = (0..<runs).map { _ -> Double in
            let began = ContinuousClock.now
            _ = body()
            return milliseconds(began.duration(to: .now))
        }
        return all.sorted()[runs / 2]
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) * 1e-15
    }

    private static func peakMegabytes() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1_024
    }
}
