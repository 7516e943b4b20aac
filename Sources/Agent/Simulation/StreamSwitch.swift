import DeviceProtocols

/// A HealthyPi 6's control port, and whether its stream is on.
struct StreamSwitch: Sendable {
    private var server = SMPServer()
    private let isAutomatic: Bool

    /// - Parameter isAutomatic: the stream is on from the beginning.
    init(isAutomatic: Bool) {
        self.isAutomatic = isAutomatic
        reset()
    }

    var isOn: Bool { server.isStreaming }

    /// As after plugging in.
    mutating func reset() {
        server = SMPServer()
        guard isAutomatic else { return }
        let start = SMPRequest.streamStart(channels: [.ecg, .ppg], annotations: 0)
        _ = server.receive(SMPEncoder.lines(start.frame(sequence: 0))[...])
    }

    /// Takes what the host wrote; gives back the answer.
    mutating func receive(
        _ bytes: [UInt8], sent: Int, dropped: Int, uptimeSeconds: Double
    ) -> [UInt8] {
        server.blocksSent = sent
        server.blocksDropped = dropped
        server.uptimeSeconds = Int(uptimeSeconds)
        return server.receive(bytes[...])
    }
}
