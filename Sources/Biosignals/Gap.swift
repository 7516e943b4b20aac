/// Samples that are missing from a channel: lost on the way, marked invalid by the recorder, or
/// beyond a damaged place in a file. No difference, filter state or interval crosses one.
public struct Gap: Equatable, Sendable {
    public enum Cause: String, Sendable {
        case invalidSamples, lostPackets, damagedFile, pauseInRecording
    }

    /// First missing sample and the one after the last, at the channel's own rate.
    public let samples: Range<Int>
    public let cause: Cause

    public init(samples: Range<Int>, cause: Cause) {
        self.samples = samples
        self.cause = cause
    }
}
