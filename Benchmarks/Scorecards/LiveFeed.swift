/// Feeds a signal as a board does, 20 ms at a time, and notes when each find became known; then all
/// at once, for what it costs. Both must give the same.
struct LiveFeed<Processor, Output> {
    let process: (inout Processor, [Double], inout Output) -> Void
    let finish: (inout Processor, inout Output) -> Void
    /// How many finds are known by now.
    let count: (Output) -> Int
    let isSame: (Output, Output) -> Bool

    private let chunkSeconds = 0.020

    init(
        process: @escaping (inout Processor, [Double], inout Output) -> Void,
        finish: @escaping (inout Processor, inout Output) -> Void,
        count: @escaping (Output) -> Int, isSame: @escaping (Output, Output) -> Bool
    ) {
        self.process = process
        self.finish = finish
        self.count = count
        self.isSame = isSame
    }

    /// - Returns: the output, for each find the samples that had been fed when it was known, and
    ///   the processor seconds of the whole signal at once.
    func run(
        _ signal: Signal, _ fresh: Processor, _ empty: Output
    ) throws -> (output: Output, knownAt: [Double], cost: Double) {
        var (processor, output) = (fresh, empty)
        var knownAt: [Double] = []
        var (start, turn) = (0, 0)
        while start < signal.samples.count {
            turn += 1
            let due = Int((Double(turn) * chunkSeconds * signal.rate).rounded())
            let end = min(signal.samples.count, due)
            guard end > start else { continue }
            process(&processor, Array(signal.samples[start..<end]), &output)
            start = end
            knownAt += repeatElement(Double(end), count: count(output) - knownAt.count)
        }
        finish(&processor, &output)
        knownAt += repeatElement(Double(start), count: count(output) - knownAt.count)

        var (timed, whole) = (fresh, empty)
        let cost = ProcessorTime.measure {
            process(&timed, signal.samples, &whole)
            finish(&timed, &whole)
        }
        guard isSame(output, whole) else {
            throw Failure("\(signal.id): the output depends on how the input was cut.")
        }
        return (output, knownAt, cost)
    }
}
