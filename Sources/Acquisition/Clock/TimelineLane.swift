import Biosignals
import DeviceProtocols

/// One channel of a device on its way to the session's axis.
struct TimelineLane: Equatable, Sendable {
    /// Losses that wait for the block behind them; more than this are joined by dropping the oldest.
    private static let knownMax = 64

    /// Of the session.
    let channel: Int
    let rate: Double
    /// The first session index that may still be filled.
    private(set) var next: Int
    private var hasBegun = false
    /// Session index of the device's index 0; nil until the connection's first block is placed.
    private(set) var base: Int?
    /// A block at the next place would hide that something is missing before it.
    private var mustBreak = false
    private var known: [MissingSamples] = []
    private var cause: Gap.Cause?
    var sampler: EvenSampler?

    /// - Parameter first: the first session index that may be filled.
    init(channel: Int, rate: Double, notBefore first: Int, isResampled: Bool) {
        self.channel = channel
        self.rate = rate
        next = first
        if isResampled { sampler = EvenSampler(notBefore: first) }
    }

    /// The first session index that what comes now may have.
    var earliest: Int { next + (mustBreak && hasBegun ? 1 : 0) }

    /// What comes now does not follow what there was.
    mutating func interrupt(because cause: Gap.Cause) {
        base = nil
        mustBreak = hasBegun
        self.cause = cause
        sampler?.interrupt()
    }

    /// Sets the base for device index `index`, which belongs to session second `seconds`.
    mutating func anchor(_ index: Int, at seconds: Double) {
        guard base == nil else { return }
        let wanted = Self.index(seconds * rate)
        base = max(wanted, earliest) - index
    }

    /// Moves everything from here on later; never earlier.
    ///
    /// - Parameter expected: of the samples that are left out, those that `cause` explains.
    mutating func shift(to newBase: Int, expecting expected: Int, because cause: Gap.Cause) {
        guard let base, newBase > base else { return }
        self.base = newBase
        mustBreak = true
        note(
            MissingSamples(channel: channel, samples: next..<next + max(0, expected), cause: cause))
        self.cause = .realigned
    }

    mutating func note(_ loss: DeviceLoss, because cause: Gap.Cause) {
        guard let base else { return }
        let range = loss.samples.lowerBound + base..<loss.samples.upperBound + base
        note(MissingSamples(channel: channel, samples: range, cause: cause))
    }

    mutating func note(_ missing: MissingSamples) {
        guard !missing.samples.isEmpty else { return }
        if let last = known.last, last.cause == missing.cause,
            last.samples.upperBound == missing.samples.lowerBound
        {
            known.removeLast()
            known.append(
                MissingSamples(
                    channel: channel,
                    samples: last.samples.lowerBound..<missing.samples.upperBound,
                    cause: last.cause))
        } else {
            known.append(missing)
        }
        if known.count > Self.knownMax { known.removeFirst() }
    }

    /// Puts a block of the device on the axis.
    /// - Precondition: the lane is anchored.
    mutating func place(_ block: SignalBlock, into output: inout TimelineOutput) {
        guard let base, !block.samples.isEmpty else { return }
        var start = block.start + base
        let first = earliest
        if start < first {
            // The device's counter went back, or a loss took no place: the rest follows on.
            self.base = base + first - start
            start = first
        }
        emit(
            SignalBlock(channel: channel, start: start, samples: block.samples),
            otherwise: .notAvailable, into: &output)
    }

    /// A block that is on the axis already, with the gap before it.
    mutating func emit(
        _ block: SignalBlock, otherwise: Gap.Cause, into output: inout TimelineOutput
    ) {
        if hasBegun, block.start > next {
            output.missing += MissingSamples.parts(
                of: next..<block.start, channel: channel, known: known,
                otherwise: cause ?? otherwise)
        }
        known.removeAll { $0.samples.upperBound <= block.end }
        cause = nil
        mustBreak = false
        hasBegun = true
        next = block.end
        output.blocks.append(block)
    }

    /// A place on the axis as an index, kept within what indices can be.
    static func index(_ place: Double) -> Int {
        guard place.isFinite else { return 0 }
        return Int(max(-1e15, min(place.rounded(), 1e15)))
    }
}
