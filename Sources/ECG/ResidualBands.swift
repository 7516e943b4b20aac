import Biosignals
import DSP
import RealModule

/// What the mean beat does not explain, by frequency: the evidence of movement in an ECG.
///
/// Input:  every decimated sample once (`append`), then the stretches of a second in order with
///         the beat each belongs to (`measure`), then `closeSecond`.
/// Output: `MotionBands` of that second; nil if it held too few samples or none that moved.
/// Bands:  4–8 Hz against 25–40 Hz of the same residual tells steps and squats from arms and rest:
///         impacts shake electrodes slowly, arms tense the chest's muscle fast. The three bands were
///         chosen on the five people of `motion_ecg` in data/dev.
struct ResidualBands: Sendable {
    /// A rate below this has no fast band.
    private static let rateMin: Hertz = 100
    private static let driftBelow: Hertz = 0.5
    /// Left out on either side of a beat where muscle is measured.
    private static let blanking: Seconds = 0.1

    private var history: SampleHistory
    private var highPass: Butterworth
    private var residual: BeatResidual
    private var filter: BandTriple
    private let blank: Int
    private let countMin: Int
    private var squares = SIMD4<Double>.zero
    private var counts = (all: 0, quiet: 0)

    init?(rate: Hertz) throws(DSPError) {
        guard rate.value >= Self.rateMin.value else { return nil }
        history = SampleHistory(holding: Int(12 * rate.value))
        highPass = try Butterworth(.highPass, order: 1, cutoff: Self.driftBelow, rate: rate)
        residual = BeatResidual(rate: rate)
        filter = BandTriple(rate: rate)
        blank = Int(Self.blanking.value * rate.value)
        countMin = Int(0.5 * rate.value)
    }

    mutating func append(_ block: ArraySlice<Double>) {
        history.append(block.count) { place in
            _ = place.update(fromContentsOf: block)
            highPass.process(inPlace: place)
        }
    }

    /// - Parameters:
    ///   - stretch: samples of one beat, or of what lies where no beat is near.
    ///   - beat: the sample of its R peak; nil if no beat is near.
    mutating func measure(_ stretch: Range<Int>, beat: Int?) {
        guard !stretch.isEmpty else { return }
        let blank = blank
        var (filter, sum, quiet) = (filter, squares, counts.quiet)
        history.withSamples(stretch.lowerBound...(stretch.upperBound - 1)) {
            residual.process($0, from: beat.map { stretch.lowerBound - $0 }) { value, distance in
                var square = filter.process(value)
                square *= square
                if let distance, abs(distance) <= blank {
                    square.y = 0
                } else {
                    quiet += 1
                }
                sum += square
            }
        }
        self.filter = filter
        squares = sum
        counts = (counts.all + stretch.count, quiet)
    }

    mutating func closeSecond() -> MotionBands? {
        defer {
            squares = .zero
            counts = (0, 0)
        }
        guard counts.all >= countMin, counts.quiet > 0, squares.x > 0, squares.y > 0, squares.z > 0
        else { return nil }
        return MotionBands(
            swayLogRMS: .log(squares.x / Double(counts.all)) / 2,
            muscleLogRMS: .log(squares.y / Double(counts.quiet)) / 2,
            fastLogRMS: .log(squares.z / Double(counts.all)) / 2)
    }
}

/// Three band-passes of order 4 side by side, each twice the same second-order section.
private struct BandTriple: Sendable {
    /// Centre and width at −3 dB, Hz: 4–8, 15–25, 25–40.
    private static let bands: [(centre: Double, width: Double)] = [
        (5.66, 4), (19.4, 10), (31.6, 15),
    ]
    /// Two equal sections in a row are narrower than one by √(√2 − 1).
    private static let narrowing = 0.6436

    private var gain = SIMD4<Double>.zero
    private var a1 = SIMD4<Double>.zero
    private var a2 = SIMD4<Double>.zero
    private var first = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    private var second = (SIMD4<Double>.zero, SIMD4<Double>.zero)

    init(rate: Hertz) {
        for (lane, band) in Self.bands.enumerated() {
            let angle = 2 * Double.pi * band.centre / rate.value
            let alpha = Double.sin(angle) * band.width / (2 * band.centre * Self.narrowing)
            gain[lane] = alpha / (1 + alpha)
            a1[lane] = -2 * Double.cos(angle) / (1 + alpha)
            a2[lane] = (1 - alpha) / (1 + alpha)
        }
    }

    mutating func process(_ sample: Double) -> SIMD4<Double> {
        let middle = section(SIMD4(repeating: sample), &first)
        return section(middle, &second)
    }

    @inline(__always)
    private func section(
        _ input: SIMD4<Double>, _ state: inout (SIMD4<Double>, SIMD4<Double>)
    ) -> SIMD4<Double> {
        let scaled = gain * input
        let output = scaled + state.0
        state.0 = state.1 - a1 * output
        state.1 = -scaled - a2 * output
        return output
    }
}
