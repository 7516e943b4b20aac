public import Biosignals

/// How one channel's signal has been for a while: unusable, or usable again, and since when.
public struct SignalStretch: Equatable, Sendable {
    /// The first second that was so, seconds since the recording began.
    public var since: Seconds
    public var isUsable: Bool
    /// Seconds judged since then, and for how many of the unusable ones each reason held.
    public var seconds: Int
    public var reasons: [SignalQuality.Reason: Int]
    /// Of these, the seconds that were unusable.
    public var unusable: Int

    public init(since: Seconds, isUsable: Bool) {
        self.since = since
        self.isUsable = isUsable
        seconds = 0
        reasons = [:]
        unusable = 0
    }

    /// One second more.
    public mutating func append(_ quality: SignalQuality) {
        seconds += 1
        guard !quality.isUsable else { return }
        unusable += 1
        for reason in Set(quality.reasons) { reasons[reason, default: 0] += 1 }
    }

    var minutes: Double { Double(seconds) / 60 }
}

/// Joins a channel's seconds into stretches, usable or not; a few seconds of the other kind do not
/// end one.
public struct SignalStretches: Equatable, Sendable {
    /// Seconds of the other kind that end a stretch.
    public static let turnMin = 30

    public private(set) var current: SignalStretch?
    public private(set) var previous: SignalStretch?
    /// Seconds of the other kind since the last of this one.
    private var turn: SignalStretch?
    private var last: Int?
    /// The newest second that was taken in; nil before the first.
    public var lastSecond: Int? { last }

    public init() {}

    public mutating func process(_ second: SecondOfSignal) {
        // Too little seen to judge is no news.
        guard !second.quality.reasons.contains(.settling) else { return }
        if let last, second.index <= last { return }
        // Nothing is known of the time in between: what was there before is over.
        if let last, second.index - last > Self.turnMin {
            (previous, current, turn) = (nil, nil, nil)
        }
        last = second.index
        let begin = Seconds(Double(second.index))
        let isUsable = second.quality.isUsable
        guard var stretch = current else {
            current = SignalStretch(since: begin, isUsable: isUsable)
            current?.append(second.quality)
            return
        }
        if stretch.isUsable == isUsable {
            turn = nil
        } else {
            var turned = turn ?? SignalStretch(since: begin, isUsable: isUsable)
            turned.append(second.quality)
            if turned.seconds >= Self.turnMin {
                (previous, current, turn) = (stretch, turned, nil)
                return
            }
            turn = turned
        }
        stretch.append(second.quality)
        current = stretch
    }
}
