public import Biosignals
public import DSP

/// Electrocardiogram to R peaks with the whole recording in view: the stream's processor, then a
/// second look at all it could have taken for a beat, then the processor again with what was decided.
///
/// Input:  as of `ECGProcessor`; kept until `finish`, four bytes a sample: 125 MB for a day at 360 Hz.
/// Output: as of `ECGProcessor`, all of it at `finish`.
/// Throws: `DSPError.rateOutOfRange` outside `ECGProcessor.rates`.
/// Source: see `BeatPath`.
public struct ECGReview: Sendable {
    /// Looks before the last; a second one sees the running shape and the noise without the intruders.
    private static let looks = 2
    private static let chunk = 4_096

    private let fresh: ECGProcessor
    /// Less the first finite one: an electrode's offset must not cost the signal its digits.
    private var samples: [Float] = []
    private var origin: Double?

    public init(rate: Hertz) throws(DSPError) {
        fresh = try ECGProcessor(rate: rate, isRemembering: true)
    }

    /// Takes the next samples; gives nothing back before `finish`.
    public mutating func process(_ samples: [Double], into output: inout ECGOutput) {
        for sample in samples {
            let origin = origin ?? sample
            if self.origin == nil, sample.isFinite { self.origin = sample }
            self.samples.append(Float(sample - origin))
        }
    }

    /// Ends the recording: appends everything that was found.
    public mutating func finish(into output: inout ECGOutput) {
        var decisions: BeatDecisions?
        for _ in 0..<Self.looks {
            var processor = fresh.following(decisions)
            var ignored = ECGOutput()
            feed(&processor, &ignored, isListening: false)
            decisions = processor.decisions
        }
        var processor = fresh.following(decisions)
        feed(&processor, &output, isListening: true)
        samples = []
    }

    private func feed(
        _ processor: inout ECGProcessor, _ output: inout ECGOutput, isListening: Bool
    ) {
        for start in stride(from: 0, to: samples.count, by: Self.chunk) {
            let end = min(start + Self.chunk, samples.count)
            processor.process(
                samples[start..<end].map { Double($0) + (origin ?? 0) }, into: &output)
            if !isListening { output.removeAll() }
        }
        processor.finish(into: &output)
    }
}
