public import Biosignals
public import Sedentary
import RealModule

extension JointDraws {
    /// Standard deviation of what a person and an electrode put upon the log-odds of all epochs alike:
    /// sway of people in motion differs by 0.34 from one person and electrode to the next on
    /// `motion_ecg` and weighs 4.4, heart rate by 13/min and weighs 0.09; an epoch's filter adds up
    /// one and a half epochs' worth. The calibration of whole insights corrects what it leaves.
    public static let personShift = 3.0
    private static let personLevels = 15

    /// Stationary minutes of a row of epochs, drawn as paths through the filter's own chain: an epoch
    /// after another is likely to be as that one was, and a person's own shift is on all of them.
    ///
    /// Method: forward filtering, backward sampling: the last state from what the filter believed
    ///         then, each earlier one from what it believed and from the state that followed.
    ///         An epoch without evidence counts as no stationary time.
    /// Source: Carter & Kohn (1994), doi:10.1093/biomet/81.3.541.
    /// - Parameters:
    ///   - epochs: oldest first.
    ///   - start: from when on minutes are counted; nil: from the first.
    ///   - within: a stretch whose stationary share is drawn beside it, as `shareQuantity`.
    public mutating func drawStationaryTime(
        _ quantity: String = "stationary_time", of epochs: [Epoch], since start: Seconds? = nil,
        within: (window: Range<Double>, shareQuantity: String)? = nil,
        personShift: Double = Self.personShift,
        using generator: inout some RandomNumberGenerator
    ) {
        let levels = (0..<Self.personLevels).map { level in
            let share = (Double(level) + 0.5) / Double(Self.personLevels)
            return EpochPaths(epochs, shift: personShift * Self.normalQuantile(share))
        }
        let lengths = epochs.map { epoch in
            epoch.pStationary == nil || epoch.start < start ?? epoch.start
                ? 0 : (epoch.end.value - epoch.start.value) / 60
        }
        let inside = epochs.map { epoch in
            within.map { $0.window.contains((epoch.start.value + epoch.end.value) / 2) } ?? false
        }
        let insideCount = Double(max(1, inside.count { $0 }))
        var (minutes, shares) = ([Double](), [Double]())
        minutes.reserveCapacity(count)
        for draw in 0..<count {
            let paths = levels[draw % levels.count]
            var (sum, ofWindow) = (0.0, 0.0)
            var next = false
            for index in epochs.indices.reversed() {
                next = generator.next() < (next ? paths.afterStill : paths.afterMoving)[index]
                guard next else { continue }
                sum += lengths[index]
                if inside[index] { ofWindow += 1 }
            }
            minutes.append(sum)
            shares.append(ofWindow / insideCount)
        }
        set(quantity, minutes)
        if let within { set(within.shareQuantity, shares) }
    }

    /// A change that was measured over stationary windows: where a path was not stationary for
    /// `shareMin` of its span, there is no such change.
    public mutating func drawChange(
        _ quantity: String, value: Double, interval95: ClosedRange<Double>,
        whileStationary shareQuantity: String, shareMin: Double,
        using generator: inout some RandomNumberGenerator
    ) {
        drawInterval(quantity, value: value, interval95: interval95, using: &generator)
        guard let shares = self[shareQuantity], let values = self[quantity] else { return }
        set(quantity, zip(values, shares).map { $1 >= shareMin ? $0 : 0 })
    }

    /// By bisection of the normal distribution function.
    static func normalQuantile(_ share: Double) -> Double {
        var (low, high) = (-8.0, 8.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if 0.5 * (1 + Double.erf(middle / 2.0.squareRoot())) < share {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }
}
