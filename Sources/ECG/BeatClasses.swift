import Biosignals
import DSP

/// The running shapes of the last beats, one for each kind of them: what is normal and what is
/// ectopic are each their own measure, and what is neither is a stranger.
///
/// Input:  the decimated ECG, baseline and all, and where its beats are, in order.
/// Output: a `Likeness` per beat. It costs some hundred operations a class and allocates nothing.
/// A beat enters the shape of its class with the inverse of its noise power, so that a shape learnt
/// in quiet outlives a noisy minute; a stranger takes the place of the least known class.
/// Source: correlation with a running template as in Orphanidou et al. (2015),
///         doi:10.1109/JBHI.2014.2338351; weights of inverse variance, Hoke et al. (1984),
///         doi:10.1016/0013-4694(84)90091-8.
/// Differs: correlates the slopes, not the samples: electrode motion is slow and falls out of them;
///         four shapes instead of one.
struct BeatClasses: Sendable {
    /// What one beat has in common with its class.
    struct Likeness: Sendable {
        /// Correlation of the slopes within 0.1 s of the R peak with those of the nearest class.
        var correlation: Double
        /// Size of the slopes against those of the class, 1 for the same.
        var gain: Double
        /// RMS of what the class does not explain from before the P wave to the end of the T wave,
        /// over the height of the class's QRS.
        var noise: Double
        /// The same of the slopes, over the RMS slope of the QRS.
        var slopeNoise: Double
        /// How well the class is known: beats over their noise powers.
        var knowledge: Double
        /// Height of the QRS over that of the best known class.
        var height: Double
        /// Share of the slopes' power that lies within 0.1 s of the R peak, 0…1.
        var concentration: Double
        /// Whether the beat fits no class.
        var isStranger: Bool
    }

    private static let before: Seconds = 0.25
    private static let after: Seconds = 0.4
    private static let reach: Seconds = 0.1
    private static let classesMax = 4
    private static let lagMax = 2
    /// A beat that correlates less with every class begins its own.
    private static let correlationMin = 0.8
    /// What a class knows fades by this with each beat of any class: half in 35 beats.
    private static let retained = 0.98
    /// The first beats of a class count alike, and none later counts more than this.
    private static let settlingCount = 4
    private static let shareMax = 0.25
    /// Noise of a single beat against nothing, as a share of its height.
    private static let strangerNoise = 0.5
    private static let noiseMin = 0.02

    private let lead: Int
    private let count: Int
    private let half: Int
    /// Shapes without their mean, one class after the other, and their slopes within `half`. They,
    /// and the beat in hand, are read four samples at a time: three more lie behind the last.
    private var shapes: [Double]
    private var slopes: [Double]
    /// Sum of the squared slopes, height, knowledge and beats of each class.
    private var powers = SIMD4<Double>.zero
    private var heights = SIMD4<Double>.zero
    private var knowledge = SIMD4<Double>.zero
    private var beats = SIMD4<Double>.zero
    /// The beat in hand, three samples longer on either side than a shape, and its slopes.
    private var segment: [Double]
    private var steps: [Double]

    init(rate: Hertz) {
        lead = max(8, Int(Self.before.value * rate.value))
        count = lead + Int(Self.after.value * rate.value) + 1
        half = max(3, Int(Self.reach.value * rate.value))
        shapes = Array(repeating: 0, count: Self.classesMax * count + 3)
        slopes = Array(repeating: 0, count: Self.classesMax * (2 * half + 1))
        segment = Array(repeating: 0, count: count + 2 * Self.lagMax + 2 + 3)
        steps = Array(repeating: 0, count: 2 * (half + Self.lagMax) + 1)
    }

    /// - Parameters:
    ///   - place: index of the R peak in the signal's history.
    ///   - interval: samples since the beat before: nothing further back than half of it is looked
    ///     at.
    /// - Returns: nil for the first beat, which there is nothing to compare with.
    mutating func compare(
        _ signal: SampleHistory, at place: Int, interval: Double
    ) -> Likeness? {
        let known = read(signal, at: place)
        let first = interval < 2 * Double(lead) ? lead - Int(interval / 2) : 0
        guard beats.max() > 0 else {
            begin(0, known: known)
            return nil
        }
        let best = nearest()
        let likeness = likeness(of: best, in: first..<known)
        knowledge *= Self.retained
        if likeness.isStranger {
            begin(leastKnown, known: known)
        } else {
            learn(best.index, lag: best.lag, known: known, noise: likeness.noise)
        }
        return likeness
    }

    private typealias Nearest = (index: Int, lag: Int, correlation: Double, product: Double)

    /// Takes the surroundings of a place and its slopes; returns how much of a shape is there yet.
    private mutating func read(_ signal: SampleHistory, at place: Int) -> Int {
        let start = place - lead - Self.lagMax - 1
        let first = lead + 1 - half
        segment.withUnsafeMutableBufferPointer { segment in
            signal.withSamples(start...(start + count + 2 * Self.lagMax + 1)) {
                _ = segment.update(fromContentsOf: $0)
            }
            steps.withUnsafeMutableBufferPointer { steps in
                for index in steps.indices {
                    steps[index] = segment[first + index + 1] - segment[first + index - 1]
                }
            }
        }
        return max(lead + half + 2, min(count, signal.count - place + lead - Self.lagMax - 1))
    }

    private func nearest() -> Nearest {
        let width = 2 * half + 1
        var best: Nearest = (0, 0, -.infinity, 0)
        steps.withUnsafeBufferPointer { steps in
            slopes.withUnsafeBufferPointer { slopes in
                var power = 0.0
                for index in 0..<width { power += steps[index] * steps[index] }
                for lag in 0...(2 * Self.lagMax) {
                    for kind in 0..<Self.classesMax where beats[kind] > 0 {
                        let base = kind * width
                        let product = slopes.extracting(base..<(base + width))
                            .product(steps.extracting(lag..<(lag + width)))
                        let spread = (power * powers[kind]).squareRoot()
                        let correlation = spread > 0 ? product / spread : 0
                        if correlation > best.correlation {
                            best = (kind, lag - Self.lagMax, correlation, product)
                        }
                    }
                    if lag < 2 * Self.lagMax {
                        let (old, new) = (steps[lag], steps[lag + width])
                        power = max(0, power + new * new - old * old)
                    }
                }
            }
        }
        return best
    }

    private func likeness(of best: Nearest, in range: Range<Int>) -> Likeness {
        let rest = residual(of: best, in: range)
        let height = heights[best.index]
        let mean = (powers[best.index] / Double(2 * half + 1)).squareRoot()
        let tiny = Double.leastNormalMagnitude
        return Likeness(
            correlation: best.correlation, gain: best.product / max(powers[best.index], tiny),
            noise: min(3, rest.noise / max(height, tiny)),
            slopeNoise: min(5, rest.slopeNoise / max(mean, tiny)),
            knowledge: knowledge[best.index],
            height: ownHeight / max(heights[bestKnown], tiny), concentration: rest.concentration,
            isStranger: best.correlation < Self.correlationMin)
    }

    private var bestKnown: Int { (0..<Self.classesMax).max { knowledge[$0] < knowledge[$1] } ?? 0 }
    private var leastKnown: Int {
        (0..<Self.classesMax).min { knowledge[$0] < knowledge[$1] } ?? 0
    }

    /// Highest less lowest within 0.1 s of the R peak.
    private var ownHeight: Double {
        let middle = lead + Self.lagMax + 1
        let ends = segment.withUnsafeBufferPointer {
            $0.extracting((middle - half)..<(middle + half + 1)).extremes
        }
        return ends.high - ends.low
    }

    /// What is left of the beat after the least squares fit of a level, a slant and its class.
    private func residual(
        of best: Nearest, in range: Range<Int>
    ) -> (noise: Double, slopeNoise: Double, concentration: Double) {
        let (base, shift) = (best.index * count, Self.lagMax + 1 + best.lag)
        let fit = fit(base: base, shift: shift, in: range)
        var (squares, slopeSquares, total) = (
            SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero
        )
        // Slopes begin with the third sample; of the two before it only the distance counts.
        let first = range.lowerBound + 2
        segment.withUnsafeBufferPointer { segment in
            shapes.withUnsafeBufferPointer { shapes in
                for start in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
                    let known = range.upperBound - start
                    let (sample, shape) = (
                        segment.four(at: start + shift), shapes.four(at: base + start)
                    )
                    let line = fit.level + fit.slant * (Self.lanes + Double(start - lead))
                    let rest = Self.leading(known, of: sample - line - fit.gain * shape)
                    squares += rest * rest
                }
                for start in stride(from: first, to: range.upperBound, by: 4) {
                    let known = range.upperBound - start
                    let step = Self.leading(
                        known,
                        of: segment.four(at: start + shift) - segment.four(at: start + shift - 2))
                    let steepness =
                        shapes.four(at: base + start) - shapes.four(at: base + start - 2)
                    let rest = Self.leading(known, of: step - 2 * fit.slant - fit.gain * steepness)
                    slopeSquares += rest * rest
                    total += step * step
                }
            }
        }
        let number = Double(range.count)
        let inside = complexPower(lag: best.lag, after: range.lowerBound)
        let all = total.sum()
        return (
            (squares.sum() / number).squareRoot(), (slopeSquares.sum() / number).squareRoot(),
            all > 0 ? min(1, inside / all) : 0
        )
    }

    /// Squares of the slopes within 0.1 s of the R peak, of those that lie behind a place.
    private func complexPower(lag: Int, after place: Int) -> Double {
        let first = max(lead - half, place + 1) - (lead - half)
        let shift = Self.lagMax + lag
        return steps.withUnsafeBufferPointer { steps in
            let own = steps.extracting((shift + first)..<(shift + 2 * half + 1))
            return own.product(own)
        }
    }

    private static let lanes = SIMD4<Double>(0, 1, 2, 3)

    /// Nothing in the place of all but the first `count` of four.
    @inline(__always)
    private static func leading(_ count: Int, of four: SIMD4<Double>) -> SIMD4<Double> {
        guard count < 4 else { return four }
        return four.replacing(
            with: 0, where: SIMD4(0, 1, 2, 3) .>= SIMD4(repeating: Double(count)))
    }

    private func fit(
        base: Int, shift: Int, in range: Range<Int>
    ) -> (level: Double, slant: Double, gain: Double) {
        var (sumY, sumXY, sumZ) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
        var (sumZZ, sumXZ, sumYZ) = (sumY, sumXY, sumZ)
        let pivot = segment[lead + shift]
        segment.withUnsafeBufferPointer { segment in
            shapes.withUnsafeBufferPointer { shapes in
                for start in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
                    let known = range.upperBound - start
                    let x = Self.lanes + Double(start - lead)
                    let y = Self.leading(known, of: segment.four(at: start + shift) - pivot)
                    let z = Self.leading(known, of: shapes.four(at: base + start))
                    sumY += y
                    sumXY += x * y
                    sumZ += z
                    sumZZ += z * z
                    sumXZ += x * z
                    sumYZ += y * z
                }
            }
        }
        let n = Double(range.count)
        let (low, high) = (Double(range.lowerBound - lead), Double(range.upperBound - 1 - lead))
        // Sums of whole numbers and of their squares from `low` to `high`.
        let sx = n * (low + high) / 2
        let sxx = (high * (high + 1) * (2 * high + 1) - low * (low - 1) * (2 * low - 1)) / 6
        let (sy, sxy, sz) = (sumY.sum(), sumXY.sum(), sumZ.sum())
        let (szz, sxz, syz) = (sumZZ.sum(), sumXZ.sum(), sumYZ.sum())
        let (cxx, czz, cxz) = (sxx - sx * sx / n, szz - sz * sz / n, sxz - sx * sz / n)
        let (cxy, cyz) = (sxy - sx * sy / n, syz - sy * sz / n)
        let determinant = cxx * czz - cxz * cxz
        let gain = determinant > 1e-12 * cxx * czz ? (cxx * cyz - cxz * cxy) / determinant : 0
        let slant = (cxy - gain * cxz) / cxx
        return (pivot + (sy - slant * sx - gain * sz) / n, slant, gain)
    }

    private mutating func learn(_ kind: Int, lag: Int, known: Int, noise: Double) {
        let noise = max(Self.noiseMin, min(1, noise))
        let weight = 1 / (noise * noise)
        beats[kind] += 1
        let share =
            beats[kind] < Double(Self.settlingCount)
            ? 1 / beats[kind] : min(Self.shareMax, weight / (knowledge[kind] + weight))
        knowledge[kind] += weight
        take(kind, lag: lag, known: known, share: share)
    }

    private mutating func begin(_ kind: Int, known: Int) {
        beats[kind] = 1
        knowledge[kind] = 1 / (Self.strangerNoise * Self.strangerNoise)
        take(kind, lag: 0, known: known, share: 1)
    }

    private mutating func take(_ kind: Int, lag: Int, known: Int, share: Double) {
        let shift = Self.lagMax + 1 + lag
        let range = (kind * count)..<((kind + 1) * count)
        shapes.withUnsafeMutableBufferPointer { shapes in
            segment.withUnsafeBufferPointer { segment in
                let beat = segment.extracting(shift..<(shift + known))
                let shape = shapes.extracting(range)
                let mean = beat.total / Double(known)
                let whole = known & ~3
                for index in stride(from: 0, to: whole, by: 4) {
                    let old = shape.four(at: index)
                    shape.setFour(
                        at: index, to: old + (beat.four(at: index) - mean - old) * share)
                }
                for index in whole..<known {
                    shape[index] += (beat[index] - mean - shape[index]) * share
                }
                // What is not there yet is held.
                for index in known..<shape.count {
                    shape[index] += (beat[known - 1] - mean - shape[index]) * share
                }
            }
        }
        takeSlopes(kind)
    }

    private mutating func takeSlopes(_ kind: Int) {
        let width = 2 * half + 1
        let first = kind * count + lead - half
        var (power, low, high) = (0.0, Double.infinity, -Double.infinity)
        shapes.withUnsafeBufferPointer { shapes in
            slopes.withUnsafeMutableBufferPointer { slopes in
                for index in 0..<width {
                    let at = first + index
                    let step = shapes[at + 1] - shapes[at - 1]
                    slopes[kind * width + index] = step
                    power += step * step
                    low = min(low, shapes[at])
                    high = max(high, shapes[at])
                }
            }
        }
        powers[kind] = power
        heights[kind] = high - low
    }
}
