public import Biosignals
public import DeviceProtocols

/// Joins one device to the session's axis, on which second 0 is one instant of the host's monotonic
/// clock and every channel has an even grid at its nominal rate.
///
/// Input:  what the device's decoder says, with the time of its arrival, in order.
/// Output: blocks, gaps, reports, contacts and marks on the session's axis. Blocks of a channel
///         never overlap and never go back.
/// Delay:  the first 0.3 s of a connection wait until the clock knows when they were (of a board
///         that is paced by a loop 1.5 s); at most 5 s, however the bytes come.
///
/// A connection's first sample is placed where the arrival clock says. A crystal's samples then
/// follow by the device's own counter: spacing is exact, and the skew between the two clocks adds
/// up in `alignmentErrorMilliseconds`, until the next connection or suspected gap sets the device
/// to the clock again. The samples of a loop are put on the grid one by one, by `EvenSampler`.
///
/// On a board without sequence numbers a gap is suspected from arrivals, two seconds after it
/// happened, and entered where it was noticed. After 3 s of silence the device is placed anew, so
/// that what follows is not taken for what should have come then.
public struct DeviceTimeline: Equatable, Sendable {
    static let silenceMin = 3.0
    static let waitingSecondsMax = 5.0
    static let waitingSamplesSecondsMax = 4.0
    static let waitingWithoutSamplesMax = 256
    /// An overrun explains a loss that is noticed within so many seconds.
    static let overrunExplains = 10.0

    let origin: Double
    let profile: BoardProfile
    /// The device's samples in the host's time.
    public internal(set) var clock: ArrivalClock
    var lanes: [TimelineLane]
    /// Of the grid that the fast channels share.
    let commonRate: Double
    /// Session second of the device's second 0.
    var baseSeconds: Double?
    /// Seconds that the device's counter lacks because of suspected gaps.
    var added = 0.0
    var waiting: [Waiting] = []
    var leftover = TimelineOutput()
    /// Device second of the newest sample.
    var newest: Double?
    private var lastArrival: Double?
    private var overrunUntil = -Double.infinity
    /// The placement before a silence, and by how much the session was ahead of the clock then.
    var resuming: (base: Double, ahead: Double)?

    struct Waiting: Equatable, Sendable {
        let output: DeviceOutput
        let seconds: Double
    }

    /// - Parameters:
    ///   - origin: host seconds of the session's second 0.
    ///   - firstChannel: session index of the profile's first channel; the others follow.
    ///   - joinedAt: session second before which the channels cannot have samples.
    public init(
        profile: BoardProfile, origin: Double, firstChannel: Int = 0, joinedAt: Double = 0
    ) {
        self.origin = origin
        self.profile = profile
        let isLoop = profile.pacing == .loop
        lanes = profile.channels.enumerated().map { index, channel in
            TimelineLane(
                channel: firstChannel + index, rate: channel.rate.value,
                notBefore: TimelineLane.index((joinedAt * channel.rate.value).rounded(.up)),
                isResampled: isLoop)
        }
        let rates = profile.channels.map(\.rate.value)
        commonRate = Self.commonRate(of: rates)
        clock = ArrivalClock(
            rate: Hertz(rates.max() ?? 1), pacing: profile.pacing,
            suspectsGaps: !profile.provesLoss)
    }

    /// The device is there again, with a decoder that counts from 0.
    ///
    /// - Parameter cause: why nothing came in between.
    public mutating func beginConnection(after cause: Gap.Cause = .unplugged) {
        leftover = endConnection()
        interrupt(because: cause)
        newest = nil
        lastArrival = nil
    }

    /// The device is gone, or the session ends: what waited for the clock is placed now.
    public mutating func endConnection() -> TimelineOutput {
        var result = leftover
        leftover = TimelineOutput()
        release(into: &result)
        return result
    }

    /// Bytes of this device were dropped because they were not read in time.
    public mutating func noteOverrun(at seconds: Double) {
        overrunUntil = seconds + Self.overrunExplains
    }

    /// - Parameter seconds: of the host's monotonic clock, when the last of the bytes came.
    public mutating func accept(
        _ output: DeviceOutput, arrivedAt seconds: Double
    ) -> TimelineOutput {
        var result = leftover
        leftover = TimelineOutput()
        guard seconds.isFinite else { return result }
        noticeSilence(at: seconds)
        let output = output.possible
        if let restart = restartSeconds(in: output) {
            let (before, after) = output.split(at: restart, channels: profile.channels)
            process(before, arrivedAt: seconds, into: &result)
            release(into: &result)
            interrupt(because: .restart)
            process(after, arrivedAt: seconds, into: &result)
        } else {
            process(output, arrivedAt: seconds, into: &result)
        }
        return result
    }

    /// How far a sample's place on the axis may be from the instant it was taken, without the least
    /// delay on the way: the distance between the counter's time and the clock's, and the clock's
    /// own uncertainty. Nil until the device is placed.
    public var alignmentErrorMilliseconds: Double? {
        guard let ahead, let uncertainty = clock.uncertaintyMilliseconds else { return nil }
        return abs(ahead) * 1_000 + uncertainty
    }

    /// Session seconds of an instant of the device's counter; nil until the device is placed.
    public func sessionSeconds(of deviceSeconds: Double) -> Double? {
        guard let baseSeconds else { return nil }
        if profile.pacing == .loop { return clockSeconds(of: deviceSeconds) }
        return baseSeconds + deviceSeconds
    }

    /// The lowest rate that all channels of at least a quarter of the highest rate are multiples
    /// of; the highest rate if there is none among them.
    private static func commonRate(of rates: [Double]) -> Double {
        guard let highest = rates.max() else { return 1 }
        let fast = rates.filter { $0 >= highest / 4 }
        let candidate = fast.min() ?? highest
        let isShared = fast.allSatisfy { ($0 / candidate).rounded() * candidate == $0 }
        return isShared ? candidate : highest
    }

    func explained(_ cause: Gap.Cause, at seconds: Double) -> Gap.Cause {
        seconds <= overrunUntil ? .overrun : cause
    }

    private mutating func noticeSilence(at seconds: Double) {
        defer { lastArrival = max(seconds, lastArrival ?? seconds) }
        guard !profile.provesLoss, let lastArrival, let baseSeconds, let ahead,
            seconds - lastArrival > Self.silenceMin
        else { return }
        resuming = (baseSeconds, ahead)
        clock.reset()
        self.baseSeconds = nil
    }

    private mutating func interrupt(because cause: Gap.Cause) {
        for lane in lanes.indices { lanes[lane].interrupt(because: cause) }
        clock.reset()
        baseSeconds = nil
        resuming = nil
        added = 0
    }

    private func restartSeconds(in output: DeviceOutput) -> Double? {
        output.losses.compactMap { loss in
            guard loss.cause == .restart, lanes.indices.contains(loss.channel) else { return nil }
            return Double(loss.samples.lowerBound) / lanes[loss.channel].rate
        }.min()
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.origin == right.origin && left.profile == right.profile && left.clock == right.clock
            && left.lanes == right.lanes && left.baseSeconds == right.baseSeconds
            && left.added == right.added && left.waiting == right.waiting
            && left.leftover == right.leftover && left.newest == right.newest
            && left.lastArrival == right.lastArrival && left.overrunUntil == right.overrunUntil
            && left.resuming?.base == right.resuming?.base
            && left.resuming?.ahead == right.resuming?.ahead
    }
}
