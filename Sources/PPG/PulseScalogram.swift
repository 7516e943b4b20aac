import Biosignals

/// The local-extremes scalogram of the last seconds of a signal, kept up to date sample by sample.
///
/// Sample i is a maximum of scale k if it is above samples i − k and i + k, a minimum if it is
/// below both. The scale at which most samples of the window are extremes is about half a beat;
/// a sample that is an extreme at every scale up to that one is the top, or the bottom, of a beat.
///
/// Input:  detrended PPG at 20…40 Hz, one sample at a time, either way up.
/// Output: for every sample the scales it is an extreme of, known as soon as the samples that the
///         scale looks at are there; the best scale of the window that ends with the latest.
/// Source: Bishop & Ercole (2018), doi:10.1007/978-3-319-65798-1_39 (MSPTD); scales up to one
///         second (30 beats/min) and 20 Hz: Charlton et al. (2025), doi:10.1088/1361-6579/adb89e.
/// Differs: the window moves by one sample in place of 4.8 s: every comparison is made once, its
///         count added and later taken off, which gives the counts of the paper's scalogram of
///         that very window. The signal comes detrended by a filter, not by a line per window.
struct PulseScalogram: Sendable {
    private static let window: Seconds = 6
    private static let scaleMax: Seconds = 1

    let scaleCount: Int
    let windowCount: Int
    private let mask: Int
    private var samples: [Double]
    /// One word per sample and one bit per scale; bit 0 is scale 1.
    private var maxima: [UInt64]
    private var minima: [UInt64]
    private var maximaCounts: [Int32]
    private var minimaCounts: [Int32]
    private(set) var count = 0

    /// - Parameter rate: at most 60 Hz, so that the scales of a second fit into a word.
    init(rate: Hertz) {
        scaleCount = max(2, min(60, Int(Self.scaleMax.value * rate.value)))
        windowCount = max(2 * scaleCount + 1, Int(Self.window.value * rate.value))
        var size = 1
        while size < windowCount + 1 { size <<= 1 }
        mask = size - 1
        samples = Array(repeating: 0, count: size)
        maxima = Array(repeating: 0, count: size)
        minima = maxima
        maximaCounts = Array(repeating: 0, count: scaleCount)
        minimaCounts = maximaCounts
    }

    /// Whether a sample of the window is a maximum, or a minimum, of every scale up to `scale`.
    func isExtreme(_ index: Int, upTo scale: Int, maximum: Bool) -> Bool {
        let wanted: UInt64 = (1 << UInt64(scale)) - 1
        return (maximum ? maxima : minima)[index & mask] & wanted == wanted
    }

    /// How many samples of the window are extremes of each scale, from scale 1 on.
    func counts(maximum: Bool) -> [Int32] { maximum ? maximaCounts : minimaCounts }

    /// The scale with the most maxima, or minima, in the window; the smallest of equals.
    func best(maximum: Bool) -> Int {
        (maximum ? maximaCounts : minimaCounts).withUnsafeBufferPointer { counts in
            var best = 0
            for scale in counts.indices where counts[scale] > counts[best] { best = scale }
            return best + 1
        }
    }

    mutating func append(_ sample: Double) {
        if count >= windowCount { leave(count - windowCount) }
        samples[count & mask] = sample
        maxima[count & mask] = 0
        minima[count & mask] = 0
        count += 1
        compare()
    }

    /// Every comparison that the latest sample makes possible: it is the right one of each.
    private mutating func compare() {
        let (now, mask, last) = (count - 1, mask, min(scaleCount, count - 1))
        guard last >= 1 else { return }
        samples.withUnsafeBufferPointer { samples in
            maxima.withUnsafeMutableBufferPointer { maxima in
                minima.withUnsafeMutableBufferPointer { minima in
                    let right = samples[now & mask]
                    for scale in 1...last {
                        let place = (now - scale) & mask
                        let middle = samples[place]
                        // What lies before the stream is taken to be no extreme.
                        let isInside = now >= 2 * scale
                        let left = isInside ? samples[(now - 2 * scale) & mask] : middle
                        let bit: UInt64 = 1 << UInt64(scale - 1)
                        if middle > right, middle >= left {
                            maxima[place] |= bit
                            if isInside { maximaCounts[scale - 1] += 1 }
                        } else if middle < right, middle <= left {
                            minima[place] |= bit
                            if isInside { minimaCounts[scale - 1] += 1 }
                        }
                    }
                }
            }
        }
    }

    /// Takes off the comparisons whose left sample is the one that leaves the window.
    private mutating func leave(_ oldest: Int) {
        for scale in 1...scaleCount {
            let place = (oldest + scale) & mask
            maximaCounts[scale - 1] -= Int32(maxima[place] >> UInt64(scale - 1) & 1)
            minimaCounts[scale - 1] -= Int32(minima[place] >> UInt64(scale - 1) & 1)
        }
    }
}
