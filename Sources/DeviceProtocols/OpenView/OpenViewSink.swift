/// Where frames go.
protocol OpenViewSink {
    mutating func take(
        _ run: OpenViewFramer.Run, _ bytes: UnsafeRawBufferPointer,
        into output: inout DeviceOutput)
}
