/// Bytes of a device, in any cut, to samples. A value without I/O: what comes out, and every byte
/// that was skipped, does not depend on how the input was cut.
public protocol DeviceByteDecoder: Sendable {
    /// Decodes the next bytes and appends what they said. Keeps at most one unfinished frame.
    mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput)

    /// The end of the stream: what waited for more is taken or counted as skipped.
    mutating func finish(into output: inout DeviceOutput)
}

extension DeviceByteDecoder {
    public mutating func decode(_ bytes: [UInt8], into output: inout DeviceOutput) {
        decode(bytes[...], into: &output)
    }
}
