import Biosignals
import Foundation
import HRV

/// What heart rate variability costs: one 5-minute window, a day of 100,000 beats, and one more
/// beat live. The series is made here from a seed: no file is read. All in processor time, which
/// other programs on the machine disturb least; everything here and in the peer runs on one
/// thread.
enum HRVSpeed {
    static let beats = 100_000
    static let beatsOfFiveMinutes = 400
    /// Between the dearest and the cheapest of the moments; the clock's own noise is in it.
    private static let unevennessMax = 1.5

    static func figures() throws -> [Figure] {
        let series = day(seed: 1)
        let analyzer = try HRVAnalyzer()
        let five = NNIntervals(
            unedited: RRIntervals(milliseconds: Array(series[..<beatsOfFiveMinutes])))
        let window = Seconds(five.endSeconds.last ?? 0)
        let rr = RRIntervals(milliseconds: series)
        let nn = NNIntervals(unedited: rr)
        let length = Seconds(nn.endSeconds.last ?? 0)
        let tolerance = 0.2 * (TimeDomain.sdnn(series) ?? 0)
        let before = peakMegabytes()
        let short = milliseconds(21) { analyzer.panel(of: five, window: window, usable: 1) }
        let panel = milliseconds(5) { analyzer.panel(of: nn, window: length, usable: 1) }
        let scales = milliseconds(5) { MultiscaleEntropy(of: nn, tolerance: tolerance) }
        let growth = peakMegabytes() - before
        let editing = milliseconds(5) { NNEditor().edit(rr) }
        let whole = analyzer.panel(of: nn, window: length, usable: 1)
        let values = whole.measures.count { $0.estimate.value != nil }
        return [
            Figure("HRV panel of 5 minutes, 400 beats", short, "ms", most: 1),
            Figure("HRV panel of a day, 100,000 beats", panel, "ms"),
            Figure("  measures with a value", Double(values), "of \(whole.measures.count)"),
            Figure("  multiscale entropy, scales 1 to 5", scales, "ms"),
            Figure("  both", panel + scales, "ms", most: 600),
            Figure("  growth of the peak memory by both", growth, "MiB", most: 50),
            Figure("  artefact correction", editing, "ms"),
        ] + peers(series, short, panel) + live(nn) + [settling(rr)]
    }

    /// The mean cost of a beat on its way from RR to NN live, its share of a look included.
    private static func settling(_ rr: RRIntervals) -> Figure {
        var settled = SettledIntervals()
        var output = SettledIntervals.Output()
        let beats = 6_000
        let began = processorMilliseconds()
        for index in 0..<beats {
            settled.process(
                endSeconds: rr.endSeconds[index], milliseconds: rr.milliseconds[index],
                followsPrevious: rr.followsPrevious[index], into: &output)
        }
        let spent = processorMilliseconds() - began
        return Figure("one more beat settled live", spent * 1e6 / Double(beats), "ns")
    }

    /// NeuroKit on the same series, in the environment that the scorecard makes.
    private static func peers(_ series: [Double], _ short: Double, _ day: Double) -> [Figure] {
        guard let peer = PeerHRV(series, beatsOfFiveMinutes: beatsOfFiveMinutes).run() else {
            print("NeuroKit is not there to compare with: make scorecard installs it.")
            return []
        }
        return [
            Figure("NeuroKit \(peer.version), panel of the 5 minutes", peer.fiveMinutes, "ms"),
            Figure("  times ours", peer.fiveMinutes / short, "x"),
            Figure("NeuroKit, time and frequency of the day", peer.day, "ms"),
            Figure("  times our whole panel", peer.day / day, "x"),
            Figure("  growth of its peak memory", peer.dayMegabytes, "MiB"),
        ]
    }

    /// The mean cost of a beat, its measures read, around four moments of a day.
    private static func live(_ nn: NNIntervals) -> [Figure] {
        var sliding = SlidingHRV()
        var figures: [Figure] = []
        let marks = [
            (300.0, "minute 5"), (3_600, "hour 1"), (43_200, "hour 12"), (86_100, "hour 24"),
        ]
        var next = 0
        for (mark, name) in marks {
            while next < nn.count, nn.endSeconds[next] < mark {
                sliding.append(interval(nn, next))
                next += 1
            }
            let cost = (0..<21).map { _ in stretch(sliding, nn, from: next) }.sorted()[10]
            figures.append(Figure("one more beat live, \(name)", cost, "ns"))
        }
        let costs = figures.map(\.value)
        let ratio = (costs.max() ?? 0) / (costs.min() ?? 0)
        return figures + [Figure("  dearest to cheapest", ratio, "x", most: unevennessMax)]
    }

    /// ns a beat, over the five minutes from an interval on.
    private static func stretch(_ start: SlidingHRV, _ nn: NNIntervals, from first: Int) -> Double {
        var sliding = start
        // The first one after the copy also pays for the copy.
        sliding.append(interval(nn, first))
        let end = nn.endSeconds[first] + 300
        var (next, sum) = (first + 1, 0.0)
        let began = processorMilliseconds()
        while next < nn.count, nn.endSeconds[next] < end {
            sliding.append(interval(nn, next))
            sum += sliding.minute.measures.rmssd ?? 0
            sum += sliding.fiveMinutes.measures.sdnn ?? 0
            sum += sliding.day.measures.sdnn ?? 0
            next += 1
        }
        let cost = processorMilliseconds() - began
        precondition(sum > 0 && next > first + 100, "There is a rhythm to measure.")
        return cost * 1e6 / Double(next - first - 1)
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
            // At 870 ms the beats last a little over 24 h: hour 24 is all there.
            let interval =
                870 - 90 * cos(2 * .pi * seconds / 86_400) + dice.reduce(0, +)
                + 25 * sin(2 * .pi * 0.25 * seconds)
            seconds += interval / 1_000
            return interval
        }
    }

    /// Median of the runs.
    private static func milliseconds<Result>(_ runs: Int, _ body: () -> Result) -> Double {
        let all = (0..<runs).map { _ -> Double in
            let began = processorMilliseconds()
            _ = body()
            return processorMilliseconds() - began
        }
        return all.sorted()[runs / 2]
    }

    private static func processorMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
    }

    private static func peakMegabytes() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1_024
    }
}
