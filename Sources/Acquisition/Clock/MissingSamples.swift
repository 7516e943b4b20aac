public import Biosignals

/// Samples of a channel that nobody has, and why.
public struct MissingSamples: Equatable, Sendable {
    /// Of the session.
    public let channel: Int
    /// On the session's grid of the channel's rate.
    public let samples: Range<Int>
    public let cause: Gap.Cause

    public init(channel: Int, samples: Range<Int>, cause: Gap.Cause) {
        self.channel = channel
        self.samples = samples
        self.cause = cause
    }

    /// Cuts a gap into its causes: what is explained by one of `known`, the rest by `otherwise`.
    /// The parts come in order and fill the gap exactly; of two that overlap the earlier holds.
    static func parts(
        of gap: Range<Int>, channel: Int, known: [MissingSamples], otherwise: Gap.Cause
    ) -> [MissingSamples] {
        var parts: [MissingSamples] = []
        func add(_ range: Range<Int>, _ cause: Gap.Cause) {
            guard !range.isEmpty else { return }
            if let last = parts.last, last.cause == cause,
                last.samples.upperBound == range.lowerBound
            {
                parts.removeLast()
                let joined = last.samples.lowerBound..<range.upperBound
                parts.append(MissingSamples(channel: channel, samples: joined, cause: cause))
            } else {
                parts.append(MissingSamples(channel: channel, samples: range, cause: cause))
            }
        }
        var next = gap.lowerBound
        let sorted = known.sorted { $0.samples.lowerBound < $1.samples.lowerBound }
        for entry in sorted {
            let range = entry.samples.clamped(to: next..<gap.upperBound)
            guard !range.isEmpty else { continue }
            add(next..<range.lowerBound, otherwise)
            add(range, entry.cause)
            next = range.upperBound
        }
        add(next..<gap.upperBound, otherwise)
        return parts
    }
}
