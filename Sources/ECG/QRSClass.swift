/// The running median of QRS complexes of one kind, brought to the same size and the same place.
///
/// A complex is fitted as `gain · (shape − delay · slope) + level + trend · t` by least squares, so
/// that neither its size nor the baseline under it moves its time.
struct QRSClass: Sendable {
    /// What a complex is as a copy of this class.
    struct Fit: Sendable {
        /// Pearson correlation, −1…1.
        var correlation: Double
        var gain: Double
        /// From the place read to the place of best agreement, samples.
        var delay: Double
        /// Mean square of what the fit leaves over, per degree of freedom.
        var residual: Double
    }

    /// Complexes the median is of: at 9 a third of them may be strangers without any effect.
    static let memory = 9
    /// Level, trend, gain and delay.
    private static let unknowns = 4.0

    /// Complexes seen, at most `memory`.
    private(set) var count = 0
    /// Beats since one belonged here.
    var misses = 0
    /// Where that was, in samples.
    var lastSeen = 0.0
    /// The median: mean 0, norm 1.
    private(set) var shape: [Double]
    /// Its derivative per sample, what level, trend and shape explain taken off.
    private var slope: [Double]
    private var slopeEnergy = 0.0
    /// The shape, level and trend taken off, and its energy.
    private var trendOfShape = 0.0
    private var shapeEnergy = 0.0
    /// From the middle of the shape to its nearest extremum, samples.
    private(set) var vertex = 0.0
    private var kept: [Double]
    private var next = 0
    private let trendEnergy: Double

    /// - Parameter half: samples to either side of the R peak.
    init(half: Int) {
        let size = 2 * half + 1
        shape = Array(repeating: 0, count: size)
        slope = shape
        kept = Array(repeating: 0, count: size * Self.memory)
        trendEnergy = Double(half * (half + 1) * size) / 3
    }

    mutating func restart() {
        count = 0
        next = 0
        misses = 0
    }

    /// Takes a complex, its mean taken off, R peak in the middle.
    mutating func learn(_ beat: [Double]) {
        var energy = 0.0
        for value in beat { energy += value * value }
        guard energy > 0 else { return }
        let scale = 1 / energy.squareRoot()
        for index in beat.indices { kept[next * beat.count + index] = beat[index] * scale }
        next = next + 1 == Self.memory ? 0 : next + 1
        count = min(count + 1, Self.memory)
        misses = 0
        takeMedian()
        prepare()
    }

    /// - Parameter beat: as many samples as the shape, its mean taken off.
    func fit(_ beat: [Double]) -> Fit {
        let half = shape.count / 2
        var (energy, trend, likeness, lateness) = (0.0, 0.0, 0.0, 0.0)
        for index in shape.indices {
            let value = beat[index]
            energy += value * value
            trend += value * Double(index - half)
            likeness += value * shape[index]
            lateness += value * slope[index]
        }
        guard energy > 0, slopeEnergy > 0, shapeEnergy > 0 else {
            return Fit(correlation: 0, gain: 0, delay: 0, residual: 0)
        }
        let correlation = max(-1, min(1, likeness / energy.squareRoot()))
        let gain = (likeness - trend * trendOfShape / trendEnergy) / shapeEnergy
        let explained =
            trend * trend / trendEnergy + gain * gain * shapeEnergy
            + lateness * lateness / slopeEnergy
        return Fit(
            correlation: correlation, gain: gain,
            delay: gain > 0 ? -lateness / (gain * slopeEnergy) : 0,
            residual: max(0, energy - explained) / max(1, Double(shape.count) - Self.unknowns - 1))
    }

    /// Variance of the delay of a complex of this gain under white noise of mean square 1: the
    /// bound of Cramér and Rao, which the fit reaches.
    func delayVariance(gain: Double) -> Double { 1 / (gain * gain * slopeEnergy) }

    private mutating func takeMedian() {
        let size = shape.count
        var column = SIMD16<Double>(repeating: 0)
        for index in 0..<size {
            for beat in 0..<count {
                let value = kept[beat * size + index]
                var place = beat
                while place > 0, column[place - 1] > value {
                    column[place] = column[place - 1]
                    place -= 1
                }
                column[place] = value
            }
            shape[index] = (column[(count - 1) / 2] + column[count / 2]) / 2
        }
    }

    private mutating func prepare() {
        let (size, half) = (shape.count, shape.count / 2)
        let level = shape.reduce(0, +) / Double(size)
        var energy = 0.0
        for index in 0..<size {
            shape[index] -= level
            energy += shape[index] * shape[index]
        }
        let scale = energy > 0 ? 1 / energy.squareRoot() : 0
        trendOfShape = 0
        for index in 0..<size {
            shape[index] *= scale
            trendOfShape += shape[index] * Double(index - half)
        }
        shapeEnergy = 1 - trendOfShape * trendOfShape / trendEnergy
        differentiate()
        findVertex()
    }

    private mutating func differentiate() {
        let (size, half) = (shape.count, shape.count / 2)
        var (sum, trend, likeness) = (0.0, 0.0, 0.0)
        for index in 0..<size {
            let near = shape[min(index + 1, size - 1)] - shape[max(index - 1, 0)]
            let far = shape[min(index + 2, size - 1)] - shape[max(index - 2, 0)]
            slope[index] = (8 * near - far) / 12
            sum += slope[index]
            trend += slope[index] * Double(index - half)
            likeness += slope[index] * shape[index]
        }
        let mean = sum / Double(size)
        let part = (likeness - trend * trendOfShape / trendEnergy) / max(shapeEnergy, 1e-12)
        let tilt = (trend - part * trendOfShape) / trendEnergy
        slopeEnergy = 0
        for index in 0..<size {
            slope[index] -= mean + tilt * Double(index - half) + part * shape[index]
            slopeEnergy += slope[index] * slope[index]
        }
    }

    /// One step of Newton's from the middle towards the extremum, derivatives by five points: the
    /// next complexes enter that much beside, until the extremum is in the middle.
    private mutating func findVertex() {
        let half = shape.count / 2
        let (near, far) = (shape[half + 1] - shape[half - 1], shape[half + 2] - shape[half - 2])
        let sum = 16 * (shape[half + 1] + shape[half - 1]) - shape[half + 2] - shape[half - 2]
        let bend = sum - 30 * shape[half]
        vertex = bend == 0 ? 0 : max(-0.5, min(0.5, (far - 8 * near) / bend))
    }
}
