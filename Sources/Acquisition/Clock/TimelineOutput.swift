public import Biosignals
public import DeviceProtocols

/// What a device said, on the session's axis: channels are the session's, indices and seconds
/// count from its origin.
public struct TimelineOutput: Equatable, Sendable {
    /// Of each channel in order, never overlapping.
    public var blocks: [SignalBlock] = []
    /// What is missing before the blocks, complete: each jump between blocks of a channel is filled
    /// exactly, in order.
    public var missing: [MissingSamples] = []
    public var reports: [DeviceReport] = []
    public var contacts: [ElectrodeContact] = []
    public var marks: [DeviceMark] = []
    public var motions: [DeviceMotion] = []

    public init() {}

    public var isEmpty: Bool {
        blocks.isEmpty && missing.isEmpty && reports.isEmpty && contacts.isEmpty && marks.isEmpty
            && motions.isEmpty
    }
}
