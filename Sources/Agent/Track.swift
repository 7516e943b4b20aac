import Biosignals

/// One channel on its way through its processor: gaps are found here, and a fresh processor starts
/// behind each, so that no filter state or interval crosses one.
struct Track<Processor: SignalProcessor>: Sendable {
    let channel: Int
    let rate: Double
    private let fresh: Processor
    private var processor: Processor
    /// Sample index at which the current unbroken run began.
    private var origin: Int?
    private var next = 0
    private var output = Processor.Output()

    /// What came out of one unbroken run.
    struct Result {
        let output: Processor.Output
        /// Seconds of the recording at which the run began.
        let originSeconds: Double
        let rate: Double

        /// A position of the processor in seconds since the recording began.
        func seconds(_ position: Double) -> Double { originSeconds + position / rate }

        /// The whole second of the recording that a second of the run falls into.
        func second(_ index: Int) -> Int {
            Int((originSeconds + Double(index) + 0.5).rounded(.down))
        }
    }

    init(channel: Int, rate: Hertz, processor: Processor) {
        self.channel = channel
        self.rate = rate.value
        fresh = processor
        self.processor = processor
    }

    /// The gap before a block that does not follow the one before it (or does not begin with the
    /// recording), and what the run before it still gave.
    mutating func gap(before block: SignalBlock) -> (gap: Range<Int>, ended: Result?)? {
        guard block.start > next else { return nil }
        let ended = origin.map { finish(from: $0) }
        origin = nil
        processor = fresh
        return (next..<block.start, ended)
    }

    /// Index after the last sample seen.
    var end: Int { next }

    /// - Precondition: `gap(before:)` was asked about this block first.
    mutating func process(_ block: SignalBlock) -> Result {
        let origin = self.origin ?? block.start
        self.origin = origin
        next = block.end
        output.removeAll()
        processor.process(block.samples, into: &output)
        return Result(output: output, originSeconds: Double(origin) / rate, rate: rate)
    }

    /// End of the recording.
    mutating func finish() -> Result? {
        guard let origin else { return nil }
        self.origin = nil
        return finish(from: origin)
    }

    private mutating func finish(from origin: Int) -> Result {
        output.removeAll()
        processor.finish(into: &output)
        return Result(output: output, originSeconds: Double(origin) / rate, rate: rate)
    }
}
