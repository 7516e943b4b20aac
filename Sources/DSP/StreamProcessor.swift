/// A filter or measure that takes one sample at a time and gives one back.
///
/// A processor is a value: copy it to fork a stream, assign a fresh one to rewind. `process` cannot
/// fail, allocates nothing and takes amortised constant time.
public protocol StreamProcessor: Sendable {
    mutating func process(_ sample: Double) -> Double
}

extension StreamProcessor {
    /// The processor run over an array, one output per input.
    @inlinable
    public mutating func process(chunk: some Sequence<Double>) -> [Double] {
        var output: [Double] = []
        output.reserveCapacity(chunk.underestimatedCount)
        for sample in chunk { output.append(process(sample)) }
        return output
    }
}
