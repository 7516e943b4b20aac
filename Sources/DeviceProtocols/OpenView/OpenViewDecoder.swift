import Biosignals

/// Bytes in OpenView framing, in any cut, to samples: every HealthyPi before the 6, and the
/// breakouts.
///
/// Input:  the bytes of one board, as they come.
/// Output: one block for each channel and unbroken stretch in a call, ECG in mV where the profile
///         has its scale, temperature in degrees Celsius while there is a sensor, all else in
///         counts.
/// Delay:  none behind a taken frame; the first frame after a disturbance waits for the header of
///         the one behind it.
///
/// Between two taken frames k skipped bytes that are no text mean that max(1, round(k / length))
/// frames are lost, if k is half a frame or more or a frame's header is among them. Fewer bytes,
/// such as an echo or a stray byte, are no loss. Before the first frame nothing is lost. The framing
/// has no sequence number and no checksum: a frame that is missing whole is not noticed here, nor is
/// a wrong bit in a payload.
public struct OpenViewDecoder: DeviceByteDecoder {
    private var framer: OpenViewFramer
    private var sampler: OpenViewSampler

    /// - Precondition: the profile is one of `BoardProfile.openView`.
    public init(profile: BoardProfile) {
        guard let layout = OpenViewLayout(profile.board) else {
            preconditionFailure("\(profile.board.rawValue) does not speak OpenView.")
        }
        precondition(
            layout.kinds.allSatisfy { kind in
                kind.fields.allSatisfy { profile.channels.indices.contains($0.channel) }
            }, "The profile lacks a channel of its board.")
        framer = OpenViewFramer(layout)
        sampler = OpenViewSampler(layout, channels: profile.channels)
    }

    public mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput) {
        framer.process(bytes, to: &sampler, into: &output)
        sampler.flush(into: &output)
    }

    public mutating func finish(into output: inout DeviceOutput) {
        framer.finish(to: &sampler, into: &output)
        sampler.flush(into: &output)
    }
}
