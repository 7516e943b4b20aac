import Biosignals
import DSP
import EDA
import PPG

/// A signal room that looks at an unbroken stretch of one channel as a whole: what the commands that
/// may look ahead drive in place of the stream's processor.
///
/// Keeps the stretch until it ends: eight bytes a sample.
struct WholeLook<Output: SignalOutput>: SignalProcessor {
    private let look: @Sendable ([Double]) -> Output
    private var samples: [Double] = []

    init(_ look: @escaping @Sendable ([Double]) -> Output) { self.look = look }

    mutating func process(_ samples: [Double], into output: inout Output) {
        self.samples += samples
    }

    mutating func finish(into output: inout Output) {
        output = look(samples)
        samples = []
    }
}

extension WholeLook where Output == PPGOutput {
    /// Pulses, and a second look at them.
    init(pulsesAt rate: Hertz) throws(DSPError) {
        let fresh = try PPGProcessor(rate: rate)
        let review = try PPGReview(rate: rate)
        self.init { samples in
            var (processor, output) = (fresh, PPGOutput())
            processor.process(samples, into: &output)
            processor.finish(into: &output)
            return review.revise(samples, found: output, isInverted: processor.isInverted)
        }
    }
}

extension WholeLook where Output == EDAOutput {
    /// Skin conductance taken apart into level and responses; only judged if it is in counts.
    init(skinAt rate: Hertz, unit: ChannelUnit) throws(DSPError) {
        let fresh = try EDAProcessor(rate: rate, unit: unit)
        self.init { samples in
            var (processor, output) = (fresh, EDAOutput())
            // The rate has just been found good.
            if unit == .microsiemens,
                let parts = try? EDADecomposition(conductance: samples, rate: rate)
            {
                output.levels = parts.levels
                output.responses = parts.responses
                output.seconds = parts.seconds
                return output
            }
            processor.process(samples, into: &output)
            processor.finish(into: &output)
            return output
        }
    }
}
