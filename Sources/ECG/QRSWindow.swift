/// The samples of a QRS complex, R peak in the middle, in whole rows of eight.
struct QRSWindow: Sendable {
    /// Samples to either side of the middle, and of all.
    let half: Int
    let count: Int
    /// Samples with the last row filled up.
    let size: Int
    /// 1 for every sample, 0 for what only fills the last row.
    let mask: [Double]
    /// The same without two samples at either end.
    let innerMask: [Double]
    /// Distance from the middle, samples; its sum is 0.
    let ramp: [Double]
    let rampEnergy: Double

    init(half: Int) {
        self.half = half
        let count = 2 * half + 1
        self.count = count
        size = 8 * [Double].rows(holding: count)
        mask = (0..<size).map { $0 < count ? 1 : 0 }
        innerMask = (0..<size).map { $0 >= 2 && $0 < count - 2 ? 1 : 0 }
        ramp = (0..<size).map { $0 < count ? Double($0 - half) : 0 }
        rampEnergy = ramp.reduce(0) { $0 + $1 * $1 }
    }

    /// Where the rows begin.
    var rows: StrideTo<Int> { stride(from: 0, to: size, by: 8) }

    /// A complex of nothing.
    var blank: [Double] { Array(repeating: 0, count: size) }

    @inline(__always)
    func product(_ one: [Double], _ other: [Double]) -> Double {
        var sum = SIMD8<Double>.zero
        for place in rows { sum += one.row(at: place) * other.row(at: place) }
        return sum.sum()
    }

    /// Takes the mean off and clears what fills the last row.
    @inline(__always)
    func level(_ beat: inout [Double]) {
        let mean = product(beat, mask) / Double(count)
        for place in rows {
            beat.setRow(at: place, to: (beat.row(at: place) - mean) * mask.row(at: place))
        }
    }
}
