/// What a stream's blocks say of the board that sends them.
struct DataBlockWitness: Equatable, Sendable {
    /// Blocks with a good checksum.
    private(set) var blocks = 0
    /// PPG samples in stretches without a missing block, and how long they took by the uptime.
    private(set) var ppgSamples = 0
    private(set) var ppgMilliseconds = 0.0
    private(set) var ppgBlocks = 0
    private var ppgLast: (milliseconds: UInt64, samples: Int)?

    mutating func note(_ header: DataBlockHeader, isUnbroken: Bool) {
        blocks &+= 1
        if !isUnbroken { ppgLast = nil }
        guard header.kind == .ppg else { return }
        ppgBlocks &+= 1
        if let last = ppgLast, header.milliseconds > last.milliseconds {
            let step = header.milliseconds - last.milliseconds
            if step < Self.stepMillisecondsMax {
                ppgSamples &+= last.samples
                ppgMilliseconds += Double(step)
            }
        }
        ppgLast = (header.milliseconds, header.sampleCount)
    }

    /// Samples a second, to about a millisecond in `ppgMilliseconds`; nil before two blocks.
    var ppgRate: Double? {
        ppgMilliseconds > 0 ? Double(ppgSamples) * 1_000 / ppgMilliseconds : nil
    }

    /// A longer one is a pause.
    private static let stepMillisecondsMax: UInt64 = 2_000

    static func == (left: Self, right: Self) -> Bool {
        left.blocks == right.blocks && left.ppgSamples == right.ppgSamples
            && left.ppgMilliseconds == right.ppgMilliseconds && left.ppgBlocks == right.ppgBlocks
            && left.ppgLast?.milliseconds == right.ppgLast?.milliseconds
    }
}
