@testable import Acquisition
import Biosignals
import TestKit
import Testing

@Suite struct ArrivalClockTests {
    @Test(arguments: [-200.0, -35, 0, 90, 200])
    func skewIsMeasured(_ skew: Double) throws {
        var clock = ArrivalClock(rate: 128, suspectsGaps: true)
        var arrivals = Arrivals(skew: skew, seed: 1)
        arrivals.stallEvery = 20
        let gaps = arrivals.run(&clock, seconds: 600)
        #expect(gaps.isEmpty)
        let measured = try #require(clock.skew)
        let error = worstError(clock, arrivals, from: 540, to: 600)
        expect(measured.partsPerMillion, isClose: skew, within: 5)
        expect(measured.partsPerMillion, isClose: skew, within: measured.plusMinus)
        #expect(error < 2)
        #expect(clock.standing == .steady)
    }

    @Test(arguments: 1...20)
    func lostSamplesAreCounted(_ seed: UInt64) {
        var found: [Int] = []
        var lost: [Int] = []
        var clock = ArrivalClock(rate: 128, suspectsGaps: true)
        var arrivals = Arrivals(skew: 120, seed: seed)
        arrivals.stallEvery = 11
        for round in 0..<6 {
            found += arrivals.run(&clock, seconds: 30)
            let count = 3 + Int(arrivals.generator.next() % 40)
            arrivals.lose(round == 0 ? 3 : count)
            lost.append(round == 0 ? 3 : count)
            found += arrivals.run(&clock, seconds: 10)
        }
        #expect(found == lost)
    }

    /// Whatever happens in the first seconds, the clock is nowhere worse than it says by more than
    /// the jitter.
    @Test(arguments: 1...40)
    func aBacklogAtTheBeginningIsNoRate(_ seed: UInt64) throws {
        var clock = ArrivalClock(rate: 128, suspectsGaps: true)
        var arrivals = Arrivals(skew: 150, seed: seed)
        arrivals.stallEvery = 5
        arrivals.slowCatchUps = true
        #expect(arrivals.run(&clock, seconds: 15).isEmpty)
        arrivals.stallEvery = 0
        #expect(arrivals.run(&clock, seconds: 15).isEmpty)
        let stated = try #require(clock.uncertaintyMilliseconds)
        #expect(worstError(clock, arrivals, from: 29, to: 30) < stated + 16)
        expect(clock.rate.value, isClose: 128, withinRelative: 1e-3)
    }

    @Test func hoursWithoutAFalseGap() throws {
        var clock = ArrivalClock(rate: 128, suspectsGaps: true)
        var arrivals = Arrivals(skew: -60, seed: 3)
        arrivals.readEvery = 0.11
        arrivals.stallEvery = 60
        arrivals.slowCatchUps = true
        #expect(arrivals.run(&clock, seconds: 21_600).isEmpty)
        let error = worstError(clock, arrivals, from: 21_540, to: 21_600)
        #expect(error < 2)
    }
}

@Suite struct LateArrivalsTests {
    /// Of arrivals every 16 ms for 2.2 s.
    private func steadyDelay(_ delay: (Double) -> Double) -> Double? {
        var late = LateArrivals(at: 100)
        for number in 0..<138 {
            let seconds = Double(number) * 0.016
            late.add(delay: delay(seconds), at: 100 + seconds)
        }
        return late.steadyDelay
    }

    @Test func aLossStays() { #expect(steadyDelay { _ in 0.2 } == 0.2) }

    @Test func aBacklogCatchesUp() {
        // 9 ms less in each second: the halves differ by 9 ms.
        #expect(steadyDelay { 0.1 - 0.009 * $0 } == nil)
    }

    @Test func twoBacklogsThatEndAlikeAreNoLoss() {
        #expect(steadyDelay { Int($0 * 2).isMultiple(of: 2) ? 0.25 : 0.2 } == nil)
    }
}

/// A board of 128 Hz whose frames are read every few milliseconds, up to 16 ms late, with stalls of
/// half a second behind which everything comes at once.
struct Arrivals {
    var generator: SeededGenerator
    let rate: Double
    var readEvery = 0.016
    var jitter = 0.016
    var stallEvery = 0.0
    var slowCatchUps = false
    /// Host seconds of sample 0.
    let origin = 1_234.5
    private(set) var now = 0.0
    private var stalledUntil = -1.0
    private var behindUntil = -1.0
    private var behind = 0.0
    private var lastArrival = 0.0
    /// Samples that the board made and nobody got; those of them that the clock's owner knows of.
    private(set) var lost = 0
    private(set) var known = 0

    init(skew: Double, seed: UInt64, nominal: Double = 128) {
        generator = SeededGenerator(seed: seed)
        rate = nominal * (1 + skew * 1e-6)
    }

    func trueSeconds(of sample: Double) -> Double { origin + sample / rate }

    mutating func lose(_ count: Int) { lost += count }

    mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }

    /// Gaps that the clock found.
    mutating func run(_ clock: inout ArrivalClock, seconds: Double) -> [Int] {
        var gaps: [Int] = []
        let end = now + seconds
        while now < end {
            now += readEvery
            if stallEvery > 0, now > stalledUntil, uniform() < readEvery / stallEvery {
                if slowCatchUps, uniform() < 0.1 {
                    behindUntil = now + 4
                    behind = 0.4
                } else {
                    stalledUntil = now + 0.5
                }
            }
            guard now >= stalledUntil else { continue }
            let late = behindUntil > now ? behind * (behindUntil - now) / 4 : 0
            let made = ((now - late) * rate).rounded(.down)
            let counter = made - Double(lost - known)
            let arrival = max(origin + made / rate + late + uniform() * jitter, lastArrival)
            lastArrival = arrival
            guard made > 0 else { continue }
            if case .gapSuspected(let count) = clock.observe(counter: counter, at: arrival) {
                gaps.append(count)
                known += count
            }
        }
        return gaps
    }
}

/// Largest distance in milliseconds between the clock's and the true instant of a sample.
private func worstError(
    _ clock: ArrivalClock, _ arrivals: Arrivals, from first: Double, to last: Double
) -> Double {
    stride(from: first, through: last, by: 1).map { second in
        let sample = second * arrivals.rate
        return abs((clock.seconds(of: sample) ?? .infinity) - arrivals.trueSeconds(of: sample))
            * 1_000
    }.max() ?? .infinity
}
