import Biosignals
import DSP

/// One channel on its way through its processor: gaps are found here, and a fresh processor starts
/// behind each, so that no filter state or interval crosses one.
struct Track<Processor: SignalProcessor>: Sendable {
    let channel: Int
    let rate: Double
    private let fresh: Processor
    private var processor: Processor
    /// Gives a held channel even spacing before anything is computed from it.
    private var freshRetimer: LatchedSignalRetimer?
    private var retimer: LatchedSignalRetimer?
    /// Sample index at which the current unbroken run began.
    private var origin: Int?
    private var next: Int
    private var output = Processor.Output()

    /// What came out of one unbroken run.
    struct Result {
        let channel: Int
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

    /// - Parameters:
    ///   - index: the channel's, in the session.
    ///   - seconds: of the session, at which the channel begins.
    /// - Throws: `DSPError` if the channel's values are held longer than can be re-timed.
    init(
        channel index: Int, _ channel: Channel, processor: Processor, beginningAt seconds: Double
    ) throws(DSPError) {
        self.channel = index
        rate = channel.rate.value
        next = Int((seconds * rate).rounded(.up))
        fresh = processor
        self.processor = processor
        if let period = channel.latchPeriod {
            freshRetimer = try LatchedSignalRetimer(rate: channel.rate, period: period)
            retimer = freshRetimer
        }
    }

    /// The gap before a block that does not follow the one before it (or does not begin with the
    /// recording), and what the run before it still gave.
    mutating func gap(before block: SignalBlock) -> (gap: Range<Int>, ended: Result?)? {
        guard block.start > next else { return nil }
        let ended = origin.map { finish(from: $0) }
        origin = nil
        processor = fresh
        retimer = freshRetimer
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
        processor.process(retimer?.process(block.samples) ?? block.samples, into: &output)
        return Result(
            channel: channel, output: output, originSeconds: Double(origin) / rate, rate: rate)
    }

    /// End of the recording.
    mutating func finish() -> Result? {
        guard let origin else { return nil }
        self.origin = nil
        return finish(from: origin)
    }

    private mutating func finish(from origin: Int) -> Result {
        output.removeAll()
        if let last = retimer?.finish() { processor.process(last, into: &output) }
        processor.finish(into: &output)
        return Result(
            channel: channel, output: output, originSeconds: Double(origin) / rate, rate: rate)
    }
}
