/// The running median of QRS complexes of one kind, brought to the same size and the same place.
///
/// A complex is fitted as `gain · (shape − delay · slope) + level + trend · t` by least squares, so
/// that neither its size nor the baseline under it moves its time.
struct QRSClass: Sendable {
    /// What a complex is as a copy of this class.
    struct Fit: Sendable {
        /// Pearson correlation, −1…1.
        var correlation = 0.0
        var gain = 0.0
        var trend = 0.0
        /// From the place read to the place of best agreement, samples.
        var delay = 0.0
    }

    /// Complexes the median is of: four strangers among them do no harm.
    static let memory = 9

    let window: QRSWindow
    /// Complexes seen, at most `memory`.
    private(set) var count = 0
    /// Beats since one belonged here.
    var misses = 0
    /// How many more complexes peaked elsewhere than in the middle, of late.
    var strayed = 0
    /// Where that was, in samples.
    var lastSeen = 0.0
    /// The median: mean 0, norm 1. Two samples of nothing come before it.
    private(set) var shape: [Double]
    static let lead = 2
    /// Its derivative per sample, what level, trend and shape explain taken off.
    private(set) var slope: [Double]
    private(set) var slopeEnergy = 0.0
    private var trendOfShape = 0.0
    /// Energy of the shape, its trend taken off.
    private var shapeEnergy = 0.0
    /// From the middle of the shape to its extremum, samples.
    private var vertex = 0.0
    /// How far beside its best place the next complex enters to bring the extremum to the middle:
    /// at once while the kind is new, then slowly, so that the extremum's noise moves no beat.
    var correction: Double { count < Self.memory ? vertex : Self.correctionShare * vertex }
    private static let correctionShare = 0.25
    private var kept: [Double]
    private var next = 0

    init(window: QRSWindow) {
        self.window = window
        slope = window.blank
        shape = Array(repeating: 0, count: window.size + 2 * Self.lead)
        kept = Array(repeating: 0, count: window.size * Self.memory)
    }

    mutating func restart() {
        count = 0
        next = 0
        misses = 0
        strayed = 0
    }

    /// Takes a complex, its mean taken off, R peak in the middle.
    mutating func learn(_ beat: [Double]) {
        let energy = window.product(beat, beat)
        guard energy > 0 else { return }
        let scale = 1 / energy.squareRoot()
        for place in window.rows {
            kept.setRow(at: next * window.size + place, to: beat.row(at: place) * scale)
        }
        next = next + 1 == Self.memory ? 0 : next + 1
        count = min(count + 1, Self.memory)
        misses = 0
        takeMedian()
        normalise()
        differentiate()
        findVertex()
    }

    /// - Parameter beat: its mean taken off.
    @inline(__always)  // A call would copy the class, and count its arrays.
    func fit(_ beat: [Double]) -> Fit {
        var (energy, trend) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        var (likeness, lateness) = (energy, trend)
        for place in window.rows {
            let row = beat.row(at: place)
            energy += row * row
            trend += row * window.ramp.row(at: place)
            likeness += row * shape.row(at: place + Self.lead)
            lateness += row * slope.row(at: place)
        }
        let power = energy.sum()
        guard power > 0, slopeEnergy > 0, shapeEnergy > 0 else { return Fit() }
        let gain =
            (likeness.sum() - trend.sum() * trendOfShape / window.rampEnergy) / shapeEnergy
        return Fit(
            correlation: max(-1, min(1, likeness.sum() / power.squareRoot())), gain: gain,
            trend: (trend.sum() - gain * trendOfShape) / window.rampEnergy,
            delay: gain > 0 ? max(-1, min(1, -lateness.sum() / (gain * slopeEnergy))) : 0)
    }

    private mutating func takeMedian() {
        // Fewer than nine are taken in turn until nine are together.
        var start = SIMD16<Int>(repeating: 0)
        for turn in 0..<Self.memory { start[turn] = turn % count * window.size }
        for place in window.rows {
            let row =
                count == 2
                ? (kept.row(at: place) + kept.row(at: window.size + place)) / 2
                : medianOfNine(
                    kept.row(at: start[0] + place), kept.row(at: start[1] + place),
                    kept.row(at: start[2] + place), kept.row(at: start[3] + place),
                    kept.row(at: start[4] + place), kept.row(at: start[5] + place),
                    kept.row(at: start[6] + place), kept.row(at: start[7] + place),
                    kept.row(at: start[8] + place))
            shape.setRow(at: place + Self.lead, to: row * window.mask.row(at: place))
        }
    }

    private mutating func normalise() {
        var (sums, trends, squares) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
        for place in window.rows {
            let row = shape.row(at: place + Self.lead)
            sums += row
            trends += row * window.ramp.row(at: place)
            squares += row * row
        }
        let level = sums.sum() / Double(window.count)
        let energy = squares.sum() - level * level * Double(window.count)
        let scale = energy > 0 ? 1 / energy.squareRoot() : 0
        for place in window.rows {
            let row = (shape.row(at: place + Self.lead) - level) * window.mask.row(at: place)
            shape.setRow(at: place + Self.lead, to: row * scale)
        }
        trendOfShape = trends.sum() * scale
        shapeEnergy = 1 - trendOfShape * trendOfShape / window.rampEnergy
    }

    /// By five points; nothing at the two ends, where the complex is over.
    private mutating func differentiate() {
        var (sum, trend, likeness) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
        for place in window.rows {
            let near = shape.row(at: place + 3) - shape.row(at: place + 1)
            let far = shape.row(at: place + 4) - shape.row(at: place)
            let row = (8 * near - far) / 12 * window.innerMask.row(at: place)
            slope.setRow(at: place, to: row)
            sum += row
            trend += row * window.ramp.row(at: place)
            likeness += row * shape.row(at: place + Self.lead)
        }
        let level = sum.sum() / Double(window.count)
        let part =
            shapeEnergy > 0
            ? (likeness.sum() - trend.sum() * trendOfShape / window.rampEnergy) / shapeEnergy : 0
        let tilt = (trend.sum() - part * trendOfShape) / window.rampEnergy
        var energy = SIMD8<Double>.zero
        for place in window.rows {
            let explained =
                level * window.mask.row(at: place) + tilt * window.ramp.row(at: place)
                + part * shape.row(at: place + Self.lead)
            let row = slope.row(at: place) - explained
            slope.setRow(at: place, to: row)
            energy += row * row
        }
        slopeEnergy = energy.sum()
    }

    /// One step of Newton's from the middle towards the extremum, derivatives by five points: the
    /// next complexes enter that much beside, until the extremum is in the middle.
    private mutating func findVertex() {
        let middle = window.half + Self.lead
        let near = (shape[middle + 1], shape[middle - 1])
        let far = (shape[middle + 2], shape[middle - 2])
        let bend = 16 * (near.0 + near.1) - far.0 - far.1 - 30 * shape[middle]
        let rise = far.0 - far.1 - 8 * (near.0 - near.1)
        vertex = bend == 0 ? 0 : max(-0.5, min(0.5, rise / bend))
    }
}
