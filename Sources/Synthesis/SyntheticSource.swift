public import Biosignals

/// Streams a synthetic person's signals together with their right answers, in constant memory.
///
/// Output: `next(seconds:)` gives the next stretch of every channel until the schedule is over.
/// Laws:   the same person and rates give the same digits; how the stretches are cut changes none
///         of them; a channel's digits do not depend on which other channels are asked for.
public struct SyntheticSource: Sendable {
    /// A stretch of all channels with the truth that belongs to it.
    public struct Stretch: Equatable, Sendable {
        /// One block a channel that has a sample in the stretch, in the order of `channels`.
        public var blocks: [SignalBlock]
        public var truth: SyntheticTruth
    }

    /// The channels asked for, in the order ECG, PPG, EDA, respiration, acceleration.
    public let channels: [Channel]
    /// Seconds given out so far.
    public var seconds: Seconds { Seconds(position) }

    private let end: Double
    private var position = 0.0
    private var body: SyntheticBody
    private var models: [ChannelModel]
    private var counts: [Int]

    /// - Throws: `SynthesisError` if no channel has a rate, or one is out of range.
    public init(person: SyntheticPerson, rates: SyntheticRates) throws(SynthesisError) {
        try rates.check()
        models = ChannelModel.all(rates: rates, person: person)
        channels = models.map { $0.channel(lasting: person.duration) }
        counts = Array(repeating: 0, count: models.count)
        body = SyntheticBody(person)
        end = person.duration.value
    }

    /// The next `seconds` of signal, or what is left of it; nil when the schedule is over.
    ///
    /// - Precondition: `seconds` is positive.
    public mutating func next(seconds: Seconds) -> Stretch? {
        precondition(seconds.value > 0, "A stretch lasts longer than nothing: \(seconds).")
        guard position < end else { return nil }
        let stop = min(position + seconds.value, end)
        var stretch = Stretch(blocks: [], truth: SyntheticTruth())
        var samples = [[Double]](repeating: [], count: models.count)
        let starts = counts
        while position < stop {
            let step = min(position + 1, stop)
            body.extend(through: step)
            for index in models.indices { fill(&samples[index], channel: index, until: step) }
            body.collect(position..<step, into: &stretch.truth)
            position = step
            body.forget(before: position)
        }
        for index in models.indices where !samples[index].isEmpty {
            stretch.blocks.append(
                SignalBlock(channel: index, start: starts[index], samples: samples[index]))
        }
        return stretch
    }

    private mutating func fill(_ samples: inout [Double], channel: Int, until stop: Double) {
        let rate = channels[channel].rate.value
        while Double(counts[channel]) / rate < stop {
            samples.append(models[channel].next(at: Double(counts[channel]) / rate, body: body))
            counts[channel] += 1
        }
    }
}
