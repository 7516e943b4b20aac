import Biosignals
public import Insights
public import Sedentary
import Foundation

/// A seeded day of minutes whose truth is known: states, the evidence they leave, what the
/// classifier makes of it, and RMSSD beside it.
///
/// A person is still and moves in turn, for times of their own; sway, heart rate and muscle are drawn
/// around the person's own middle with the spreads of `motion_ecg`, and a tense chest sways more, as
/// there; neighbouring minutes are alike; now and then the signal is lost. RMSSD drifts by the day's own slope.
public struct SyntheticDay: Sendable {
    public struct Minute: Sendable {
        public let isStill: Bool
        public let epoch: Epoch
    }

    /// What differs from day to day besides the person.
    public struct Habits: Sendable {
        /// Mean minutes still and moving; nil: drawn for each day, 10…60 and 3…12.
        public var dwell: (still: Double, moving: Double)?
        /// Minutes from one loss of signal to the next, in the mean.
        public var lossEvery: Double?
        /// Share of the variance of each piece of evidence that lasts all day: how this person walks
        /// under this electrode. On `motion_ecg` 0.4 of the variance of sway lies between people and
        /// electrodes, still and active alike.
        public var lasting: Double
        /// Whether bodies differ as `Body` says; else every day has its usual one.
        public var bodiesDiffer: Bool

        public static let usual = Habits(
            dwell: (30, 5), lossEvery: nil, lasting: 0, bodiesDiffer: false)
        public static let varied = Habits(
            dwell: nil, lossEvery: 120, lasting: 0.4, bodiesDiffer: true)
    }

    /// How restless a heart and a chest are while the person keeps still, and how far the heart rises
    /// when not.
    ///
    /// Over a seated hour of `stress_predict` (six people) the minutes' heart rate has an SD of 3.5 to
    /// 12.7/min, 6.5 in the middle; walking at 4 km/h lifts it by 11/min over rest on `motion_ecg`
    /// (five people, -5 to 37), running and squats by 36. The spread of sway between people is
    /// assumed: no set here has an hour of it.
    private struct Body {
        /// SD of the still minutes' heart rate, and mean rise of the moving ones', 1/min.
        var spread = 5.0
        var rise = 20.0
        /// Of the spread of sway at rest.
        var sway = 1.0

        static let usual = Body()

        init() {}

        init(_ normal: () -> Double, _ share: () -> Double) {
            spread = 6.2 * exp(0.4 * normal())
            rise = 8 + 16 * share()
            sway = exp(0.25 * normal())
        }
    }

    /// Sway of a chest at rest, what each unit of muscle above `UnexplainedSway.muscleQuiet` adds, and
    /// the spread about it: least squares on `motion_ecg`, printed by fit_movement.py.
    private static let sway = (
        still: (quiet: -0.05, tension: 0.30, spread: 0.27),
        moving: (quiet: 0.38, tension: 0.68, spread: 0.36)
    )
    public static let minuteCount = 900
    private static let kept = 0.6
    private static let lossLasts = 4.0
    private static let windowMinutes = 5
    /// Spread of ln RMSSD from window to window, and of its slope from day to day, an hour.
    private static let lnSpread = 0.12
    private static let slopeSpread = 0.06

    public private(set) var minutes: [Minute] = []
    public private(set) var windows: [TrendWindow] = []
    /// True change of ln RMSSD in an hour.
    public private(set) var slopePerHour = 0.0

    public init(seed: UInt64, habits: Habits = .varied, length: Int = Self.minuteCount) {
        var generator = SplitMix64(seed: seed)
        func normal() -> Double {
            (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
        }
        func chance(_ mean: Double) -> Bool {
            Double.random(in: 0..<1, using: &generator) < 1 / mean
        }
        let person = (sway: 0.12 * normal(), rate: 66 + 8 * normal(), muscle: 0.3 * normal())
        let dwell =
            habits.dwell ?? (
                10 * pow(6, Double.random(in: 0..<1, using: &generator)),
                3 * pow(4, Double.random(in: 0..<1, using: &generator))
            )
        let (all, part) = (habits.lasting.squareRoot(), (1 - habits.lasting).squareRoot())
        let still = (sway: all * normal(), rate: all * normal(), muscle: all * normal())
        let moving = (sway: all * normal(), rate: all * normal(), muscle: all * normal())
        let body =
            habits.bodiesDiffer
            ? Body(normal) { Double.random(in: 0..<1, using: &generator) } : .usual
        slopePerHour = Self.slopeSpread * normal()
        let level = 3.5 + 0.3 * normal()
        var classifier = EpochClassifier()
        var (isStill, isLost) = (true, false)
        var noise = (sway: 0.0, rate: 0.0, muscle: 0.0, ln: 0.0)
        let fresh = (1 - Self.kept * Self.kept).squareRoot()
        for minute in 0..<length {
            if chance(isStill ? dwell.still : dwell.moving) { isStill.toggle() }
            if let every = habits.lossEvery, chance(isLost ? Self.lossLasts : every) {
                isLost.toggle()
            }
            noise.sway = Self.kept * noise.sway + fresh * normal()
            noise.rate = Self.kept * noise.rate + fresh * normal()
            noise.muscle = Self.kept * noise.muscle + fresh * normal()
            let own = isStill ? still : moving
            let (sway, muscle) = (own.sway + part * noise.sway, own.muscle + part * noise.muscle)
            let beat = own.rate + part * noise.rate
            let rise = isStill ? body.spread * beat : body.rise + 13 * beat
            let rate = max(40, person.rate + 4 + rise)
            let tense = person.muscle + (isStill ? -4.6 : -4.2) + 0.6 * muscle
            let sways = isStill ? Self.sway.still : Self.sway.moving
            let evidence =
                isLost
                ? EpochEvidence(usable: 0, contactLost: 0.3)
                : EpochEvidence(
                    usable: 1, contactLost: 0, heartRate: PerMinute(rate),
                    swayLogRatio: person.sway + sways.quiet
                        + sways.tension * max(0, tense - UnexplainedSway.muscleQuiet)
                        + sways.spread * (isStill ? body.sway : 1) * sway,
                    muscleLogRatio: tense)
            let epoch = classifier.classify(
                evidence, start: Seconds(Double(minute) * 60),
                end: Seconds(Double(minute + 1) * 60))
            minutes.append(Minute(isStill: isStill, epoch: epoch))
            guard (minute + 1).isMultiple(of: Self.windowMinutes) else { continue }
            noise.ln = 0.3 * noise.ln + (1 - 0.09).squareRoot() * normal()
            let part = minutes.suffix(Self.windowMinutes)
            let moved = Double(part.count { !$0.isStill }) / Double(Self.windowMinutes)
            let hours = Double(minute + 1) / 60
            windows.append(
                TrendWindow(
                    window: Double(minute + 1 - Self.windowMinutes) * 60..<Double(minute + 1) * 60,
                    lnRMSSD: level + slopePerHour * hours - 0.6 * moved + Self.lnSpread * noise.ln,
                    heartRate: PerMinute(
                        part.reduce(0) { $0 + ($1.epoch.evidence.heartRate?.value ?? person.rate) }
                            / Double(Self.windowMinutes)),
                    usable: Double(part.count { $0.epoch.evidence.usable > 0.5 })
                        / Double(Self.windowMinutes),
                    isStationary: part.allSatisfy { $0.epoch.state == .stationary }))
        }
    }

    /// Minutes that were truly still within a stretch of seconds, of those that were seen.
    public func stillMinutes(in window: Range<Double>) -> Double {
        Double(
            minutes.count {
                window.contains($0.epoch.start.value + 1) && $0.isStill
            })
    }
}
