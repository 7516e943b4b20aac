/// The line under the earliest arrivals: of each slot of time the earliest is kept, and the line
/// supports them all from below where it matters most, at their middle.
///
/// Both coordinates are seconds: `x` of the device's counter at its nominal rate, `lateness` of the
/// arrival after `x`. Slots begin short, so that a line is there soon, and are merged two by two
/// until they have their full length; then the oldest is dropped for each new one. So memory is
/// constant, and an arrival costs amortised constant time.
///
/// Source: the lower support line at the mean abscissa, which minimises the sum of the delays above
/// it, is that of Moon, Skelly & Towsley (1999), doi:10.1109/INFCOM.1999.749287.
struct ArrivalEnvelope: Equatable, Sendable {
    struct Point: Equatable, Sendable {
        var x: Double
        var lateness: Double
    }

    /// How slots grow and when a slope is believed.
    struct Rule: Equatable, Sendable {
        let slotMin: Double
        let slotMax: Double
        let slots: Int
        /// Seconds before any slope but the given one is used.
        let spanMin: Double
        /// Seconds before a slope is believed that the given one excludes: longer than it takes to
        /// catch up after a stall, which looks like one.
        let otherSpanMin: Double
        /// A slope is believed when it is known this well, or is plainly not the given one.
        let slopeErrorMax: Double
        /// How far the given slope may be from the true one.
        let givenSlopeError: Double
    }

    let rule: Rule
    private var points: [Point] = []
    private var slotLength: Double
    private var slot = Int.min
    private var hull: [Point] = []

    /// lateness = intercept + slope · x
    private(set) var intercept = 0.0
    private(set) var slope: Double
    private(set) var isSlopeMeasured = false
    /// Largest likely error of `slope`.
    private(set) var slopeError: Double
    /// Mean lateness of the slots' earliest arrivals above the line, seconds.
    private(set) var scatter = 0.0
    private(set) var middle = 0.0

    init(rule: Rule, slope: Double = 0) {
        self.rule = rule
        self.slope = slope
        slopeError = rule.givenSlopeError
        slotLength = rule.slotMin
    }

    var isEmpty: Bool { points.isEmpty }
    /// Seconds between the first and the last slot's earliest arrivals.
    var span: Double { (points.last?.x ?? 0) - (points.first?.x ?? 0) }

    func lateness(at x: Double) -> Double { intercept + slope * x }

    /// How far the line may be off at a place, apart from the delay that every arrival has.
    func error(at x: Double) -> Double { scatter + driftDoubt(at: x) }

    /// How far it may be off because the slope is.
    func driftDoubt(at x: Double) -> Double { slopeError * abs(x - middle) }

    /// - Precondition: `x` is not before the last one.
    mutating func add(_ point: Point) {
        let number = Int((point.x / slotLength).rounded(.down))
        if number == slot, let last = points.last {
            guard height(point) < height(last) else { return }
            points[points.count - 1] = point
            // The line never lies above an arrival.
            intercept = min(intercept, height(point))
            return
        }
        fit()
        slot = number
        points.append(point)
        intercept = points.count == 1 ? height(point) : min(intercept, height(point))
        if points.count == 1 { middle = point.x }
        if points.count > rule.slots { forget() }
    }

    /// Above a line of the present slope through the origin.
    private func height(_ point: Point) -> Double { point.lateness - slope * point.x }

    private mutating func forget() {
        guard slotLength < rule.slotMax else {
            points.removeFirst()
            return
        }
        slotLength = min(slotLength * 2, rule.slotMax)
        var merged: [Point] = []
        var before = Int.min
        for point in points {
            let number = Int((point.x / slotLength).rounded(.down))
            if number == before, let last = merged.last {
                if height(point) < height(last) { merged[merged.count - 1] = point }
            } else {
                merged.append(point)
            }
            before = number
        }
        points = merged
        slot = before
    }

    private mutating func fit() {
        guard points.count >= 3, span >= rule.spanMin else { return }
        var sum = 0.0
        for point in points { sum += point.x }
        middle = sum / Double(points.count)
        findHull()
        guard let edge = hull.indices.dropLast().last(where: { hull[$0].x <= middle }) else {
            return
        }
        let (left, right) = (hull[edge], hull[edge + 1])
        let steepness = (right.lateness - left.lateness) / (right.x - left.x)
        let above = meanHeight(over: left, slope: steepness)
        // The edge over the middle may be short by chance, and is held by the hull on both sides.
        let error = 4 * above / span
        guard isSlopeMeasured || isBelievable(steepness, error) else {
            settle()
            return
        }
        isSlopeMeasured = true
        slope = steepness
        slopeError = error
        scatter = above
        intercept = left.lateness - steepness * left.x
    }

    private func isBelievable(_ steepness: Double, _ error: Double) -> Bool {
        let distance = abs(steepness - slope)
        if error <= rule.slopeErrorMax, distance <= rule.givenSlopeError + error { return true }
        return span >= rule.otherSpanMin && distance > rule.givenSlopeError + 4 * error
    }

    /// The line of the given slope under all points.
    private mutating func settle() {
        intercept = points.reduce(.infinity) { min($0, height($1)) }
        scatter = points.reduce(0) { $0 + height($1) - intercept } / Double(points.count)
    }

    private func meanHeight(over point: Point, slope: Double) -> Double {
        var sum = 0.0
        for other in points {
            sum += other.lateness - point.lateness - slope * (other.x - point.x)
        }
        return sum / Double(points.count)
    }

    /// The lower convex hull, by the monotone chain.
    private mutating func findHull() {
        hull.removeAll(keepingCapacity: true)
        for point in points {
            while hull.count >= 2 {
                let (first, second) = (hull[hull.count - 2], hull[hull.count - 1])
                let turn =
                    (second.x - first.x) * (point.lateness - first.lateness)
                    - (second.lateness - first.lateness) * (point.x - first.x)
                guard turn <= 0 else { break }
                hull.removeLast()
            }
            hull.append(point)
        }
    }
}
