import Acquisition

/// A serial port and the thread that reads it.
final class SerialByteLink: ByteLink {
    private let port: SerialPort
    private let reader: PortReader
    private var chunks: [PortChunk] = []
    private var state = PortReader.State.reading

    init(opening path: String, settings: PortSettings) throws(PortError) {
        port = try SerialPort(opening: path, settings: settings)
        reader = try PortReader(port)
    }

    func take() -> [ArrivedBytes] {
        chunks.removeAll(keepingCapacity: true)
        state = reader.take(into: &chunks)
        return chunks.map { chunk in
            ArrivedBytes(
                bytes: chunk.bytes, seconds: chunk.arrival.seconds, isPrompt: chunk.isPrompt,
                droppedBefore: chunk.lostBefore)
        }
    }

    var ending: LinkEnding? {
        switch state {
        case .reading, .ended(.stopped): nil
        case .ended(.removed): .removed
        case .ended(.failed(let code)): .failed(errno: code)
        }
    }

    /// A request that does not get through is asked again by whoever waits for the answer.
    func write(_ bytes: [UInt8]) { try? port.write(bytes) }

    func close() {
        reader.stop()
        port.close()
    }
}

extension MonotonicInstant {
    var seconds: Double { Double(nanoseconds) * 1e-9 }
}
