import Biosignals
import DSP

/// What every stage sees of the signal: low-passed and at 50 to 100 Hz, its places known.
///
/// Input:  any unit, one sample at a time, finite. Output: the same unit, one value per `factor`.
/// Delay:  constant; `position(of:)` takes it off.
struct PulseFrontEnd: Sendable {
    /// The working rate lies between this and twice this, unless the input is slower.
    private static let workingRate: Hertz = 50
    /// Halves at 10 Hz: a pulse has nothing there.
    private static let smoothing: Seconds = 0.1

    let rate: Hertz
    let factor: Int
    /// Output samples that lie before the first sample of the input.
    let lag: Int
    private var decimator: LinearPhaseDecimator
    private var smoother: HannSmoother
    /// Input samples that an output sample lies behind the last one it needed.
    private let delay: Double

    init(rate input: Hertz) {
        factor = LinearPhaseDecimator.factor(from: input, to: Self.workingRate)
        rate = Hertz(input.value / Double(factor))
        decimator = LinearPhaseDecimator(factor: factor)
        smoother = HannSmoother(width: Self.smoothing, rate: rate)
        lag = smoother.delay + Int((decimator.delay + 1) / Double(factor))
        delay = Double(smoother.delay * factor) + decimator.delay
    }

    mutating func process(_ sample: Double) -> Double? {
        guard let value = decimator.process(sample) else { return nil }
        return smoother.process(value)
    }

    /// Takes a block, the same as sample by sample.
    /// - Returns: how many came out; they lie in the beginning of `values`.
    mutating func process(_ block: ArraySlice<Double>, into values: inout [Double]) -> Int {
        let count = decimator.process(block, into: &values)
        values.withUnsafeMutableBufferPointer { values in
            for place in 0..<count { values[place] = smoother.process(values[place]) }
        }
        return count
    }

    /// From the index of an output sample to its place in the input.
    func position(of index: Double) -> Double { (index + 1) * Double(factor) - 1 - delay }

    /// And back.
    func index(of position: Double) -> Double { (position + delay + 1) / Double(factor) - 1 }
}
