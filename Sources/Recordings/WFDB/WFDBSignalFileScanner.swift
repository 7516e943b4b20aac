/// Counts what a signal file holds and sums it up, for the header of a file whose writer did not
/// live to do it.
public struct WFDBSignalFileScanner: Sendable {
    public private(set) var frames = 0
    public private(set) var summaries: [WFDBSignalFileEncoder.Summary]
    private let samplesPerFrame: [Int]
    private var unpacker: WFDBSampleUnpacker
    private var values: [Int32] = []

    /// - Parameter signals: all signals of the file, in the header's order.
    /// - Precondition: there is one, and all have one format that holds samples.
    public init(signals: [WFDBSignal]) {
        precondition(
            Set(signals.map(\.format)).count == 1 && signals[0].format != .null,
            "A signal file has one format.")
        samplesPerFrame = signals.map(\.samplesPerFrame)
        unpacker = WFDBSampleUnpacker(format: signals[0].format)
        summaries = Array(repeating: .init(), count: signals.count)
    }

    /// The next bytes, in any cut; what does not fill a frame waits for the rest.
    public mutating func scan(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { unpacker.unpack($0, into: &values) }
        let size = samplesPerFrame.reduce(0, +)
        let count = values.count / size
        var place = 0
        for _ in 0..<count {
            for (signal, samples) in samplesPerFrame.enumerated() {
                if frames == 0 { summaries[signal].initialValue = values[place] }
                for _ in 0..<samples {
                    summaries[signal].checksum &+= Int16(truncatingIfNeeded: values[place])
                    place += 1
                }
            }
            frames += 1
        }
        values.removeFirst(place)
    }
}
