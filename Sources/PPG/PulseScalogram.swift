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
    /// For every sample the scales it is a maximum of (x) and a minimum of (y); bit 0 is scale 1.
    private var words: [SIMD2<UInt64>]
    /// For every scale how many maxima (x) and minima (y) the window has.
    private var counts: [SIMD2<UInt64>]
    private(set) var count = 0

    /// - Parameter rate: at most 60 Hz, so that the scales of a second fit into a word.
    init(rate: Hertz) {
        scaleCount = max(2, min(60, Int(Self.scaleMax.value * rate.value)))
        windowCount = max(2 * scaleCount + 1, Int(Self.window.value * rate.value))
        var size = 1
        while size < windowCount + 1 { size <<= 1 }
        mask = size - 1
        samples = Array(repeating: 0, count: size)
        words = Array(repeating: .zero, count: size)
        counts = Array(repeating: .zero, count: scaleCount)
    }

    /// Whether a sample of the window is a maximum, or a minimum, of every scale up to `scale`.
    func isExtreme(_ index: Int, upTo scale: Int, maximum: Bool) -> Bool {
        let wanted: UInt64 = (1 << UInt64(scale)) - 1
        return words[index & mask][maximum ? 0 : 1] & wanted == wanted
    }

    /// How many samples of the window are extremes of a scale.
    func count(ofScale scale: Int, maximum: Bool) -> Int {
        Int(counts[scale - 1][maximum ? 0 : 1])
    }

    /// The scale with the most maxima, or minima, in the window; the smallest of equals.
    func best(maximum: Bool) -> Int {
        let kind = maximum ? 0 : 1
        return counts.withUnsafeBufferPointer { counts in
            var (best, most) = (0, counts[0][kind])
            for scale in counts.indices where counts[scale][kind] > most {
                (best, most) = (scale, counts[scale][kind])
            }
            return best + 1
        }
    }

    mutating func append(_ sample: Double) {
        if count >= windowCount { leave(count - windowCount) }
        samples[count & mask] = sample
        words[count & mask] = .zero
        count += 1
        compare()
    }

    /// Every comparison that the latest sample makes possible: it is the right one of each.
    private mutating func compare() {
        let (now, mask) = (count - 1, mask)
        let right = samples[now & mask]
        let inside = min(scaleCount, now / 2)
        samples.withUnsafeBufferPointer { samples in
            words.withUnsafeMutableBufferPointer { words in
                counts.withUnsafeMutableBufferPointer { counts in
                    for scale in 0..<inside {
                        let place = (now &- 1 &- scale) & mask
                        let (middle, left) = (
                            samples[place], samples[(now &- 2 &- 2 &* scale) & mask]
                        )
                        let isTop: UInt64 = middle > right && middle >= left ? 1 : 0
                        let isBottom: UInt64 = middle < right && middle <= left ? 1 : 0
                        words[place] |= SIMD2(isTop, isBottom) &<< SIMD2(repeating: UInt64(scale))
                        counts[scale] &+= SIMD2(isTop, isBottom)
                    }
                }
            }
        }
        // What lies before the stream is taken to be no extreme, and is not counted.
        for scale in inside..<min(scaleCount, now) {
            let place = (now - 1 - scale) & mask
            if samples[place] > right { words[place].x |= 1 << UInt64(scale) }
            if samples[place] < right { words[place].y |= 1 << UInt64(scale) }
        }
    }

    /// Takes off the comparisons whose left sample is the one that leaves the window.
    private mutating func leave(_ oldest: Int) {
        let mask = mask
        words.withUnsafeBufferPointer { words in
            counts.withUnsafeMutableBufferPointer { counts in
                for scale in counts.indices {
                    let word = words[(oldest &+ 1 &+ scale) & mask]
                    counts[scale] &-= word &>> SIMD2(repeating: UInt64(scale)) & SIMD2(1, 1)
                }
            }
        }
    }
}
