import Biosignals
import Foundation
import Insights
import TestKit

/// A person whose resting ln RMSSD is known, day by day, and the noise of measuring it.
///
/// About a mean of the person's own: days that resemble the day before (autocorrelation 0.3, SD 0.15),
/// one night in 20 that is 2 to 4 SD lower, a daily rhythm of ± 0.25 that peaks at four in the
/// morning, and an error of 0.07 of each five minutes. No recording of many days was at hand: these
/// are round numbers, not fitted.
struct SimulatedPerson {
    static let daySD = 0.15
    static let errorSD = 0.07
    static let persistence = 0.3
    static let badNights = 0.05
    static let swing = 0.25
    /// Of what is measured on a day as usual.
    static let usualSD = (daySD * daySD + errorSD * errorSD).squareRoot()
    /// Day of the first value; any.
    static let firstDay = 20_000

    let mean: Double
    private(set) var generator: SeededGenerator
    private var deviation: Double

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        mean = 3.6 + 0.3 * Self.normal(&generator)
        deviation = Self.daySD * Self.normal(&generator)
    }

    static func normal(_ generator: inout SeededGenerator) -> Double {
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }

    func rhythm(at minute: Int) -> Double {
        Self.swing * cos(2 * .pi * Double(minute - 240) / 1_440)
    }

    /// The day's true value without its rhythm; the next call is the next day's.
    mutating func nextDay(mayBeBad: Bool = true) -> Double {
        let fresh = (1 - Self.persistence * Self.persistence).squareRoot() * Self.daySD
        deviation = Self.persistence * deviation + fresh * Self.normal(&generator)
        let isBad = Double.random(in: 0..<1, using: &generator) < Self.badNights
        let depth = Double.random(in: 2...4, using: &generator) * Self.daySD
        return mean + deviation - (isBad && mayBeBad ? depth : 0)
    }

    mutating func measured(_ truth: Double, at minute: Int) -> Double {
        truth + rhythm(at: minute) + Self.errorSD * Self.normal(&generator)
    }

    mutating func minute() -> Int { Int.random(in: 240...360, using: &generator) }

    /// A baseline of this person's first days, one resting value each.
    mutating func baseline(days: Int, wildDay: Int? = nil) -> PersonalBaseline {
        var baseline = PersonalBaseline()
        for day in 0..<days {
            let minute = minute()
            var value = measured(nextDay(), at: minute)
            if day == wildDay { value = mean - 1.1 }
            _ = baseline.add(
                .restingLnRMSSD, day: Self.firstDay + day, minute: minute, value: value, usable: 1)
        }
        return baseline
    }

    static func resting(
        _ lnRMSSD: Double, day: Int, minute: Int, error: Double = errorSD, usable: Double = 1
    ) -> RestingValue {
        RestingValue(
            recoveryDay: day,
            picked: RestingWindow(
                day: day, minute: minute, window: 18_000..<18_300,
                rmssd: Milliseconds(exp(lnRMSSD)),
                rmssdInterval95: exp(lnRMSSD - 1.96 * error)...(exp(lnRMSSD + 1.96 * error)),
                heartRate: 52, usable: usable, isStationary: true), candidates: 80)
    }
}
