public import Biosignals

/// The NN intervals of the last so many seconds, and their time-domain measures at every beat.
///
/// Input:  NN intervals in order of time, gaps kept as gaps.
/// Window: by time: an interval leaves once its end is `length` or more before the latest time.
/// Output: `measures`, equal to those of `TimeDomain` over the same intervals; a difference leaves
///         with the earlier of its two intervals.
/// Cost:   constant per beat; the memory is taken in `init`, for a beat every 250 ms. Should more
///         come, the oldest leave early.
/// Skips:  what is no interval (not finite, not positive, over 8 s, back in time); the next one then
///         follows nothing.
public struct SlidingWindow: Equatable, Sendable {
    /// Of the intervals the room is laid out for; `NNEditor` lets none be shorter.
    private static let shortest = 0.25
    /// Edits of a window that are remembered.
    private static let editsMax = 512

    public let length: Seconds
    private var ring: [NNInterval]
    private var oldest = 0
    public private(set) var count = 0
    private var now = -Double.infinity
    private var isBroken = true
    private var sums = IntervalSums()
    private var edits: [BeatEdit] = []

    /// - Precondition: `length` lies between 10 s and an hour.
    public init(length: Seconds) {
        precondition(
            (10...3_600).contains(length.value),
            "A sliding window is 10 s to 3 600 s long, not \(length).")
        self.length = length
        let capacity = Int((length.value / Self.shortest).rounded(.up)) + 2
        ring = Array(
            repeating: NNInterval(endSeconds: 0, milliseconds: 0, followsPrevious: false),
            count: capacity)
        edits.reserveCapacity(Self.editsMax)
    }

    /// Intervals it can hold; never changes.
    var capacity: Int { ring.count }
    var editCapacity: Int { edits.capacity }

    public var measures: TimeDomainMeasures { TimeDomainMeasures(sums) }

    /// Sum of the intervals: what of the window they fill.
    public var covered: Seconds { Seconds(sums.total / 1_000) }

    public mutating func append(_ interval: NNInterval) {
        guard interval.milliseconds > 0, interval.milliseconds <= IntervalSums.longest,
            interval.endSeconds.isFinite, interval.endSeconds >= now
        else {
            isBroken = true
            return
        }
        advance(to: interval.endSeconds)
        if count == ring.count { removeOldest() }
        var interval = interval
        interval.followsPrevious = interval.followsPrevious && !isBroken && count > 0
        isBroken = false
        if interval.followsPrevious {
            sums.addPair(ring[place(count - 1)].milliseconds, interval.milliseconds)
        }
        sums.add(interval.milliseconds)
        ring[place(count)] = interval
        count += 1
    }

    /// An edit that made some of the intervals; it stays as long as they would.
    public mutating func append(_ edit: BeatEdit) {
        guard edit.seconds > now - length.value else { return }
        if edits.count == Self.editsMax { edits.removeFirst() }
        edits.append(edit)
    }

    /// Time that goes by without a beat: no interval that ends before it will come.
    public mutating func advance(to seconds: Double) {
        guard seconds > now else { return }
        now = seconds
        while count > 0, ring[oldest].endSeconds <= now - length.value { removeOldest() }
        if let first = edits.first, first.seconds <= now - length.value {
            edits.removeAll { $0.seconds <= now - length.value }
        }
    }

    /// The intervals of the window with their edits, for what is computed on demand: spectra,
    /// entropies, fluctuations.
    public var intervals: NNIntervals {
        let held = (0..<count).map { ring[place($0)] }
        let follows = held.indices.map { $0 > 0 && held[$0].followsPrevious }
        return NNIntervals(
            endSeconds: held.map(\.endSeconds), milliseconds: held.map(\.milliseconds),
            followsPrevious: follows, isReconstructed: held.map(\.isReconstructed),
            edits: edits.sorted { $0.seconds < $1.seconds },
            beatsTotal: count + follows.count { !$0 })
    }

    private func place(_ index: Int) -> Int {
        let place = oldest + index
        return place < ring.count ? place : place - ring.count
    }

    private mutating func removeOldest() {
        let leaving = ring[oldest]
        sums.remove(leaving.milliseconds)
        oldest = place(1)
        count -= 1
        if count > 0, ring[oldest].followsPrevious {
            sums.removePair(leaving.milliseconds, ring[oldest].milliseconds)
        }
    }
}
