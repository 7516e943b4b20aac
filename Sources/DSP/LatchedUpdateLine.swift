import RealModule

/// When a polled sensor was read, from the frames at which its held value changed: the line
/// through the middles of those frames, over the reading's number.
///
/// A search over period and phase finds the line; then exponentially weighted least squares follow
/// it, about the latest change, so that nothing piles up over hours. Where too many changes fall
/// outside the frame that the line expects, the line is given up and searched for again.
struct LatchedUpdateLine: Equatable, Sendable {
    /// Memory of the fit in readings: 4 s at 14 ms, over which clocks of 100 ppm part by 0.4 ms.
    private static let memory = 300.0
    /// By how much the true period may differ from the given one.
    private static let tolerance = 0.06
    private static let changesKept = 48
    private static let changesNeeded = 12
    /// Changes that the fit needs before it knows the period better than the search does.
    private static let weightOfSlope = 8.0
    /// Of the changes, those that the line explains: one that is found, and one that is kept.
    private static let shareFound = 0.85
    private static let strainMax = 0.25

    private let nominal: Double
    private(set) var period: Double
    private(set) var isLocked = false
    /// Instant of the reading that the latest change belongs to.
    private var anchor = 0.0
    /// The latest change in the fit, and the readings since.
    private var latest: Int?
    private var skipped = 0.0
    private var recent: [Int] = []
    private var changesSinceSearch = 0
    /// Share of recent changes that fell outside their frame.
    private var strain = 0.0
    private var sums = Sums()

    /// Weighted sums over (reading, frame), both relative to the latest change.
    private struct Sums: Equatable, Sendable {
        var weight = 0.0
        var x = 0.0
        var y = 0.0
        var xx = 0.0
        var xy = 0.0

        mutating func move(_ readings: Double, _ frames: Double, fading: Double) {
            xy += readings * frames * weight - frames * x - readings * y
            xx += readings * readings * weight - 2 * readings * x
            x -= readings * weight
            y -= frames * weight
            weight *= fading
            x *= fading
            y *= fading
            xx *= fading
            xy *= fading
        }
    }

    /// - Parameter period: frames from one reading to the next, roughly.
    init(period: Double) {
        nominal = period
        self.period = period
    }

    /// The first reading behind an instant.
    func instant(after instant: Double) -> Double {
        let steps = ((instant - anchor) / period).rounded(.down) + 1
        return anchor + steps * period
    }

    /// - Precondition: `frame` is later than the one before it.
    mutating func note(changeAt frame: Int) {
        remember(frame)
        if isLocked {
            follow(frame)
        } else if changesSinceSearch >= 8 {
            search()
        }
    }

    private mutating func remember(_ frame: Int) {
        changesSinceSearch += 1
        recent.append(frame)
        // Beyond some 5 s the search would need steps too fine to be worth it.
        let horizon = Double(frame) - 360 * nominal
        while recent.count > Self.changesKept || Double(recent[0]) < horizon {
            recent.removeFirst()
        }
    }

    /// Takes a change into the fit.
    private mutating func follow(_ frame: Int) {
        let middle = Double(frame) - 0.5
        let readings = max(1, ((middle - anchor) / period).rounded())
        let expected = anchor + readings * period
        let isExplained = abs(middle - expected) <= 0.55
        strain += ((isExplained ? 0 : 1) - strain) / 32
        if abs(middle - expected) <= 0.75 {
            take(frame, readings: readings)
        } else {
            anchor += readings * period
            skipped += readings
        }
        guard strain > Self.strainMax else { return }
        isLocked = false
        period = nominal
        recent.removeFirst(max(0, recent.count - Self.changesNeeded))
    }

    /// - Parameter readings: from the one at `anchor` to this change's.
    private mutating func take(_ frame: Int, readings: Double) {
        let steps = readings + skipped
        skipped = 0
        sums.move(steps, Double(frame - (latest ?? frame)), fading: .exp(-steps / Self.memory))
        sums.weight += 1
        latest = frame
        let spread = sums.weight * sums.xx - sums.x * sums.x
        if sums.weight > Self.weightOfSlope, spread > 1 {
            let slope = (sums.weight * sums.xy - sums.x * sums.y) / spread
            let (low, high) = (1 - Self.tolerance, 1 + Self.tolerance)
            period = max(1, min(max(slope, nominal * low), nominal * high))
        }
        anchor = Double(frame) - 0.5 + (sums.y - period * sums.x) / sums.weight
    }

    /// Looks for period and phase that explain the recent changes.
    mutating func search() {
        changesSinceSearch = 0
        guard recent.count >= Self.changesNeeded, let last = recent.last else { return }
        let span = max(8, Double(last - recent[0]) / nominal)
        let step = 0.15 / span
        let steps = Int((Self.tolerance * nominal / step).rounded(.up))
        var best = (explained: 0, first: 0, last: 0)
        for index in -steps...steps {
            let found = phase(period: nominal + Double(index) * step).explained
            if found > best.explained { best = (found, index, index) }
            if found == best.explained, index == best.last + 1 { best.last = index }
        }
        guard Double(best.explained) >= Self.shareFound * Double(recent.count) else { return }
        let middle = nominal + Double(best.first + best.last) / 2 * step
        lock(period: max(1, middle), phase: phase(period: middle).phase)
    }

    /// The phase, relative to the middle of the last change's frame, at which readings of this
    /// period fall into most changes' frames.
    private func phase(period: Double) -> (phase: Double, explained: Int) {
        guard period >= 1, let last = recent.last else { return (0, 0) }
        var best = (explained: 0, first: 0, last: 0)
        for bin in -5...5 {
            var explained = 0
            for frame in recent {
                let readings = (Double(frame - last) - Double(bin) * 0.1) / period
                if abs(readings - readings.rounded()) * period <= 0.5 { explained += 1 }
            }
            if explained > best.explained { best = (explained, bin, bin) }
            if explained == best.explained, bin == best.last + 1 { best.last = bin }
        }
        return (Double(best.first + best.last) * 0.05, best.explained)
    }

    private mutating func lock(period: Double, phase: Double) {
        guard let last = recent.last else { return }
        isLocked = true
        self.period = period
        strain = 0
        skipped = 0
        sums = Sums()
        latest = nil
        let origin = Double(last) - 0.5 + phase
        var number: Double?
        for frame in recent {
            let middle = Double(frame) - 0.5
            let reading = ((middle - origin) / period).rounded()
            if let number, reading <= number { continue }
            guard abs(middle - origin - reading * period) <= 0.75 else { continue }
            take(frame, readings: reading - (number ?? reading))
            number = reading
        }
    }
}
