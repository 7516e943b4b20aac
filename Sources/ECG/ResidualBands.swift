import Biosignals
import DSP
import RealModule

/// What the mean beat does not explain, by frequency: the evidence of movement in an ECG.
///
/// Input:  the stretches of a second in order with the beat each belongs to (`measure`), then
///         `closeSecond`.
/// Output: `MotionBands` of that second; nil if it held too few samples or none that moved.
/// Bands:  4–8 Hz against 25–40 Hz of the same residual tells steps and squats from arms and rest:
///         impacts shake electrodes slowly, arms tense the chest's muscle fast. The three bands were
///         chosen on the five people of `motion_ecg` in data/dev.
struct ResidualBands: Sendable {
    /// A rate below this has no fast band.
    private static let rateMin: Hertz = 100
    /// Left out on either side of a beat where muscle is measured.
    private static let blanking: Seconds = 0.1
    /// A second that moved less than this squared is a flat line's echo.
    private static let squareMin: Float = 1e-20

    private var residual: BeatResidual
    private var filter: BandTriple
    /// What is left of the steps of the stretch in hand, the last ones before it in front.
    private var rests: [Float]
    private let blank: Int
    private let countMin: Int
    private var squares = SIMD4<Float>.zero
    private var counts = (all: 0, quiet: 0)

    init?(rate: Hertz) {
        guard rate.value >= Self.rateMin.value else { return nil }
        residual = BeatResidual(rate: rate)
        filter = BandTriple(rate: rate)
        rests = Array(repeating: 0, count: BandTriple.taps + Int(1.1 * rate.value) + 1)
        blank = Int(Self.blanking.value * rate.value)
        countMin = Int(0.5 * rate.value)
    }

    /// - Parameters:
    ///   - stretch: samples of one beat, or of what lies where no beat is near, no more than a second.
    ///   - signal: what they are samples of; in any unit, with any offset.
    ///   - beat: the sample of its R peak; nil if no beat is near.
    mutating func measure(_ stretch: Range<Int>, of signal: SampleHistory, beat: Int?) {
        let count = min(stretch.count, rests.count - BandTriple.taps)
        guard count > 0 else { return }
        let distance = beat.map { stretch.lowerBound - $0 }
        let blankStart = distance.map { max(0, min(count, -blank - $0)) } ?? count
        let blankEnd = distance.map { max(blankStart, min(count, blank + 1 - $0)) } ?? count
        rests.withUnsafeMutableBufferPointer { rests in
            let first = stretch.lowerBound
            signal.withSamples((first - 1)...(first + count - 1)) {
                residual.subtractSteps(
                    $0, from: distance,
                    into: rests.extracting(BandTriple.taps..<(BandTriple.taps + count)))
            }
            squares += filter.power(rests, 0..<blankStart)
            // The muscle's band is not measured next to the R peak.
            var ofComplex = filter.power(rests, blankStart..<blankEnd)
            ofComplex.y = 0
            squares += ofComplex + filter.power(rests, blankEnd..<count)
            for tap in 0..<BandTriple.taps { rests[tap] = rests[count + tap] }
        }
        counts.all += count
        counts.quiet += count - (blankEnd - blankStart)
    }

    mutating func closeSecond() -> MotionBands? {
        defer {
            squares = .zero
            counts = (0, 0)
        }
        let least = min(squares.x, squares.y, squares.z)
        guard least > Self.squareMin, least.isFinite else {
            filter.settle()
            return nil
        }
        guard counts.all >= countMin, counts.quiet > 0, squares.sum().isFinite else { return nil }
        func logRMS(_ square: Float, _ count: Int) -> Double {
            .log(Double(square) / Double(count)) / 2
        }
        return MotionBands(
            swayLogRMS: logRMS(squares.x, counts.all),
            muscleLogRMS: logRMS(squares.y, counts.quiet),
            fastLogRMS: logRMS(squares.z, counts.all))
    }
}

/// Three band-passes of order 4 side by side, each twice the same second-order section, of a signal
/// whose steps are given: one of the filters' four zeros, at 0 Hz, is in the steps already.
private struct BandTriple: Sendable {
    /// Steps before the first that are read.
    static let taps = 3
    /// Centre and width at −3 dB, Hz: 4–8, 15–25, 25–40.
    private static let bands: [(centre: Double, width: Double)] = [
        (5.66, 4), (19.4, 10), (31.6, 15),
    ]
    /// Two equal sections in a row are narrower than one by √(√2 − 1).
    private static let narrowing = 0.6436

    private var gain = SIMD4<Float>.zero
    private var a1 = SIMD4<Float>.zero
    private var a2 = SIMD4<Float>.zero
    /// The last two outputs of each section, the latest first.
    private var first = (SIMD4<Float>.zero, SIMD4<Float>.zero)
    private var second = (SIMD4<Float>.zero, SIMD4<Float>.zero)

    init(rate: Hertz) {
        for (lane, band) in Self.bands.enumerated() {
            let angle = 2 * Double.pi * band.centre / rate.value
            let alpha = Double.sin(angle) * band.width / (2 * band.centre * Self.narrowing)
            gain[lane] = Float(alpha * alpha / ((1 + alpha) * (1 + alpha)))
            a1[lane] = Float(-2 * Double.cos(angle) / (1 + alpha))
            a2[lane] = Float((1 - alpha) / (1 + alpha))
        }
    }

    /// Forgets what it heard.
    mutating func settle() {
        first = (.zero, .zero)
        second = (.zero, .zero)
    }

    /// Sums of the squares of each band over a range of steps; the zeros (1 − z⁻²)(1 + z⁻¹) that
    /// are not in the steps, then the poles.
    mutating func power(
        _ steps: UnsafeMutableBufferPointer<Float>, _ range: Range<Int>
    ) -> SIMD4<Float> {
        var (x1, x2) = first
        var (y1, y2) = second
        var sum = SIMD4<Float>.zero
        for place in range {
            let zeros = steps[place + 3] + steps[place + 2] - (steps[place + 1] + steps[place])
            let x = (gain * zeros - a2 * x2) - a1 * x1
            let y = (x - a2 * y2) - a1 * y1
            (x1, x2) = (x, x1)
            (y1, y2) = (y, y1)
            sum += y * y
        }
        first = (x1, x2)
        second = (y1, y2)
        return sum
    }
}
