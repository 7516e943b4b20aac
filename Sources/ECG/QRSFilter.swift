import Biosignals

/// The detection statistic of a QRS complex: how steep the signal is, over a QRS's width.
///
/// Input:  ECG in any unit, baseline and all, a block at a time.
/// Output: the slope of the band-passed signal (about 8…20 Hz) and the mean of its magnitude over
///         100 ms, in the signal's unit per sample; one value of each per sample.
/// Delay:  `slopeDelay` and `energyDelay` samples, the same at every frequency.
/// Source: Hamilton (2002), Open Source ECG Analysis, Computers in Cardiology 29:101.
/// Differs: every window has an odd number of samples, so that the delays are known exactly.
struct QRSFilter: Sendable {
    /// Two means of the smoothing's width, one behind the other.
    private let triangle: [Double]
    /// The samples that the triangle needs before a block, and the block.
    private var recent: [Double]
    private var hasStarted = false
    private var baseline: CentredMean
    private var integrator: CentredMean
    private var last = 0.0
    private var beforeLast = 0.0
    let smoothDelay: Int
    let slopeDelay: Int
    let energyDelay: Int

    // Of the block taken last, from their beginnings on:
    /// The signal below about 18 Hz, baseline and all; later than the input by `smoothDelay`.
    private(set) var smooth: [Double]
    private(set) var slopes: [Double]
    private(set) var energies: [Double]

    /// - Parameter blockMax: samples of the longest block.
    init(rate: Hertz, rules: QRSRules, blockMax: Int) {
        let smoothing = rules.smoothing.value * rate.value
        triangle = Self.triangle(of: CentredMean.count(width: smoothing))
        recent = Array(repeating: 0, count: triangle.count - 1 + blockMax)
        // The middle of the baseline window is a sample before its newest one.
        baseline = CentredMean(width: max(3, rules.baseline.value * rate.value))
        integrator = CentredMean(width: rules.width.value * rate.value)
        smoothDelay = triangle.count / 2
        slopeDelay = smoothDelay + baseline.delay + 1
        energyDelay = slopeDelay + integrator.delay
        smooth = Array(repeating: 0, count: blockMax)
        slopes = smooth
        energies = smooth
    }

    mutating func process(_ samples: ArraySlice<Double>) {
        let block = 0..<samples.count
        recent.withUnsafeMutableBufferPointer { recent in
            let lead = triangle.count - 1
            if !hasStarted, let first = samples.first {
                hasStarted = true
                recent.update(repeating: first)
            }
            for place in block { recent[lead + place] = samples[samples.startIndex + place] }
            smooth.withUnsafeMutableBufferPointer { smooth in
                slidingProducts(
                    triangle, over: UnsafeBufferPointer(recent.extracting(..<(lead + block.count))),
                    into: smooth.extracting(block))
            }
            for place in 0..<lead { recent[place] = recent[block.count + place] }
        }
        slopes.withUnsafeMutableBufferPointer { buffer in
            let band = buffer.extracting(block)
            _ = band.update(fromContentsOf: smooth[block])
            baseline.level(band)
            // From here on it is the slope.
            for place in block {
                let value = band[place]
                band[place] = (value - beforeLast) / 2
                (beforeLast, last) = (last, value)
            }
        }
        energies.withUnsafeMutableBufferPointer { buffer in
            let steepness = buffer.extracting(block)
            for place in block { steepness[place] = abs(slopes[place]) }
            integrator.average(steepness)
        }
    }

    /// The weights of two means of `count` samples.
    private static func triangle(of count: Int) -> [Double] {
        (1 - count...count - 1).map { Double(count - abs($0)) / Double(count * count) }
    }
}
