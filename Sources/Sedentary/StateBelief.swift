import RealModule

/// Probabilities of the four states; they sum to 1.
public struct StateBelief: Equatable, Sendable {
    public private(set) var notWorn: Double
    public private(set) var asleep: Double
    public private(set) var stationary: Double
    public private(set) var active: Double

    /// Nothing is known: worn and awake for sure enough, moving or not at even odds.
    static let ignorant = StateBelief(notWorn: 0.02, asleep: 0, stationary: 0.49, active: 0.49)

    /// Mean time spent in a state before a change, in minutes.
    enum Dwell {
        static let notWorn = 20.0
        static let stationary = 30.0
        static let active = 5.0
        /// Asleep in the night, and at other hours.
        static let asleep = (night: 90.0, day: 20.0)
        /// Awake and still before falling asleep.
        static let awake = (night: 25.0, day: 2_000.0)
        /// Worn before it is taken off.
        static let worn = 600.0
    }

    private init(notWorn: Double, asleep: Double, stationary: Double, active: Double) {
        self.notWorn = notWorn
        self.asleep = asleep
        self.stationary = stationary
        self.active = active
    }

    /// As it was kept; nil of what cannot have been a belief.
    public init?(
        kept: (notWorn: Double, asleep: Double, stationary: Double, active: Double)
    ) {
        let all = [kept.notWorn, kept.asleep, kept.stationary, kept.active]
        guard all.allSatisfy({ (0...1).contains($0) }), abs(all.reduce(0, +) - 1) < 1e-6 else {
            return nil
        }
        self.init(
            notWorn: kept.notWorn, asleep: kept.asleep, stationary: kept.stationary,
            active: kept.active)
    }

    /// One step of the chain.
    /// - Parameters:
    ///   - isNight: nil if the time of day is not known; then nobody falls asleep unless somebody
    ///     else says so.
    mutating func advance(minutes: Double, isNight: Bool?, isToldAsleep: Bool?) {
        func share(_ dwell: Double) -> Double { min(0.5, minutes / dwell) }
        let leaveStationary = share(Dwell.stationary)
        let leaveActive = share(Dwell.active)
        let leaveNotWorn = share(Dwell.notWorn)
        let takenOff = share(Dwell.worn)
        var fallAsleep = 0.0
        if isToldAsleep != nil {
            fallAsleep = 0.1
        } else if let isNight {
            fallAsleep = share(isNight ? Dwell.awake.night : Dwell.awake.day)
        }
        let wake = share(isNight == false ? Dwell.asleep.day : Dwell.asleep.night)
        let still = stationary * (1 - leaveStationary) + active * leaveActive
        let moving = stationary * leaveStationary + active * (1 - leaveActive)
        // Whoever wakes lies still or gets up.
        let awakeStill = still + asleep * wake * 0.7 + notWorn * leaveNotWorn * 0.5
        let awakeMoving = moving + asleep * wake * 0.3 + notWorn * leaveNotWorn * 0.5
        let sleeping = asleep * (1 - wake) + awakeStill * fallAsleep
        let off = notWorn * (1 - leaveNotWorn) + (still + moving + asleep * (1 - wake)) * takenOff
        stationary = awakeStill * (1 - fallAsleep)
        active = awakeMoving
        asleep = sleeping
        notWorn = off
        normalise()
    }

    /// Steps counted over the whole minute leave nothing to the minute before: moving and not are at
    /// even odds. Who does not move is as likely asleep as before: steps say nothing of that.
    mutating func forgetMovement() {
        let still = asleep + stationary
        let worn = still + active
        guard still > 0 else { return }
        let asleepOfStill = asleep / still
        asleep = worn / 2 * asleepOfStill
        stationary = worn / 2 * (1 - asleepOfStill)
        active = worn / 2
    }

    /// Bayes' rule with the logarithms of the likelihoods, each up to a common constant.
    mutating func weigh(notWorn: Double, asleep: Double, stationary: Double, active: Double) {
        let highest = max(notWorn, asleep, stationary, active)
        self.notWorn *= Double.exp(notWorn - highest)
        self.asleep *= Double.exp(asleep - highest)
        self.stationary *= Double.exp(stationary - highest)
        self.active *= Double.exp(active - highest)
        normalise()
        bound()
    }

    /// Nothing that can be is ever impossible, so that a change is seen within a few epochs.
    private mutating func bound() {
        let least = 0.002
        stationary = max(least, stationary)
        active = max(least, active)
        notWorn = max(least, notWorn)
        normalise()
    }

    private mutating func normalise() {
        let sum = notWorn + asleep + stationary + active
        guard sum > 0, sum.isFinite else {
            self = .ignorant
            return
        }
        notWorn /= sum
        asleep /= sum
        stationary /= sum
        active /= sum
    }

    /// Natural logarithm of stationary over active.
    var logOdds: Double { .log(max(1e-12, stationary) / max(1e-12, active)) }
}
