/// A signal of a file and the channel it feeds.
public struct WFDBSignalFeed: Sendable {
    public let signal: WFDBSignal
    /// Index into the recording's channels.
    public let channel: Int
    /// From the signal's physical unit to the channel's; nil leaves the stored numbers as they are.
    public let scale: UnitScale?

    public init(signal: WFDBSignal, channel: Int, scale: UnitScale?) {
        self.signal = signal
        self.channel = channel
        self.scale = scale
    }
}
