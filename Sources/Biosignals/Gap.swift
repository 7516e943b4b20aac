/// Samples that are missing from a channel: lost on the way, marked invalid by the recorder, or
/// beyond a damaged place in a file. No difference, filter state or interval crosses one.
public struct Gap: Equatable, Sendable {
    public enum Cause: String, CaseIterable, Sendable {
        case invalidSamples, damagedFile, pauseInRecording
        /// A sequence number says so.
        case lostPackets
        /// A frame arrived damaged, or not whole.
        case damagedFrame
        /// The device sends no signal while an electrode is off.
        case leadOff
        /// The device began anew.
        case restart
        case unplugged
        /// Plugged in, and nothing came.
        case silent
        /// It came, and was not read in time.
        case overrun
        /// The device's clock and ours disagree by that much: samples must be missing.
        case suspected
        /// Left out so that several devices stay on one timeline.
        case realigned
        /// The device said that it has no value.
        case notAvailable
    }

    /// First missing sample and the one after the last, at the channel's own rate.
    public let samples: Range<Int>
    public let cause: Cause

    public init(samples: Range<Int>, cause: Cause) {
        self.samples = samples
        self.cause = cause
    }
}
