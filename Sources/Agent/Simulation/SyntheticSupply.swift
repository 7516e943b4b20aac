import Biosignals
import RealModule
import Synthesis

/// A synthetic person's signals, at rest: the same person from the same seed for every board.
struct SyntheticSupply: SignalSupply {
    let isFed: [Bool]
    let isInBoardCounts: [Bool]

    private var source: SyntheticSource
    /// For each of the source's channels the feeds it goes to.
    private let feeds: [[Int]]
    /// Skin temperature, which is no part of the body yet: its feed, and readings made so far.
    private var temperature: (feed: Int, period: Double, count: Int)?

    /// Of signal made at once.
    private static let stretch: Seconds = 0.5

    /// - Parameter clockFactor: seconds of the board's clock in one of the host's.
    init(feeds: [SignalFeed], seed: UInt64, clockFactor: Double) throws(SynthesisError) {
        var rates = SyntheticRates()
        for feed in feeds {
            let rate = Hertz(feed.rate * clockFactor)
            switch feed.role {
            case .ecg: rates.ecg = rate
            case .ppg: rates.ppg = rate
            case .eda: rates.eda = rate
            case .respiration: rates.respiration = rate
            case .acceleration: rates.acceleration = rate
            case .temperature: break
            }
        }
        let source = try SyntheticSource(person: try .atRest(seed: seed), rates: rates)
        self.source = source
        self.feeds = source.channels.map { channel in
            feeds.indices.filter { feeds[$0].role == channel.role }
        }
        isFed = feeds.map { feed in
            feed.role == .temperature || source.channels.contains { $0.role == feed.role }
        }
        temperature = feeds.firstIndex { $0.role == .temperature }.map {
            ($0, 1 / (feeds[$0].rate * clockFactor), 0)
        }
        isInBoardCounts = feeds.map { _ in false }
    }

    mutating func next(into readings: inout [[Double]], _ body: inout BodyEvents) -> Bool {
        guard let stretch = source.next(seconds: Self.stretch) else { return false }
        for block in stretch.blocks {
            for feed in feeds[block.channel] { readings[feed] += block.samples }
        }
        body.append(stretch.truth)
        appendTemperature(until: source.seconds.value, to: &readings)
        return true
    }

    private mutating func appendTemperature(until end: Double, to readings: inout [[Double]]) {
        guard var made = temperature else { return }
        while Double(made.count) * made.period < end {
            readings[made.feed].append(Self.skinTemperature(at: Double(made.count) * made.period))
            made.count += 1
        }
        temperature = made
    }

    /// °C: it wanders by tenths of a degree within minutes.
    private static func skinTemperature(at seconds: Double) -> Double {
        33.2 + 0.15 * .sin(2 * .pi * seconds / 600)
    }
}

extension SyntheticPerson {
    /// Somebody who sits still for longer than any simulation: mild heart rate variability, 15
    /// breaths and 4 skin conductance responses a minute.
    static func atRest(seed: UInt64) throws(SynthesisError) -> SyntheticPerson {
        let rest = Phase(
            .rest, duration: 1e7, heartRate: 66, rmssd: 40, breathing: 15, scrRate: 4)
        return try SyntheticPerson(seed: seed, phases: [rest])
    }
}
