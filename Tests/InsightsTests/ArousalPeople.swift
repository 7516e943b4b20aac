import Biosignals
import Foundation
import Insights
import TestKit

/// Minutes of people who never lived: counts are Poisson, amplitudes log-normal, heart rates
/// wander from minute to minute.
struct ArousalPeople {
    /// What a minute is made from.
    struct Minute {
        var responses = 3.0
        var amplitude = 0.25
        var level = 5.0
        var slope = 0.0
        var heartRate = 65.0
        var lnRMSSD = 3.8
        var state = ArousalWindow.State.still
        var acceleration: Double? = 0.01
        var temperature: Double? = 33
        var skinUsable: Double? = 1
        var heartUsable: Double? = 1

        static let rest = Minute()
        static let task = Minute(responses: 12, heartRate: 80, lnRMSSD: 3.3)
    }

    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// Minute after minute, from `start` seconds on.
    mutating func windows(_ minutes: [Minute], from start: Double = 0) -> [ArousalWindow] {
        minutes.enumerated().map { index, minute in
            window(minute, start: start + 60 * Double(index))
        }
    }

    mutating func window(_ minute: Minute, start: Double) -> ArousalWindow {
        let amplitudes = (0..<poisson(minute.responses)).map { _ in
            max(0.02, minute.amplitude * exp(0.6 * normal()))
        }
        let levels = (0..<60).map { second in
            (
                second: Int(start) + second,
                microsiemens: minute.level + minute.slope * Double(second) / 60 + 0.005 * normal()
            )
        }
        let rate = minute.heartRate + 2 * normal()
        let variability = minute.lnRMSSD + 0.15 * normal()
        return ArousalWindow(
            window: start..<start + 60, state: minute.state,
            acceleration: minute.acceleration.map { StandardGravity($0) },
            skin: minute.skinUsable.map {
                ArousalSkin(usable: $0, amplitudes: amplitudes, levels: levels)
            },
            heart: minute.heartUsable.map {
                ArousalHeart(
                    usable: $0, heartRate: PerMinute(rate), lnRMSSD: variability, channel: .ecg)
            },
            skinTemperature: minute.temperature.map { DegreesCelsius($0) })
    }

    /// Knuth's way, for small means.
    private mutating func poisson(_ mean: Double) -> Int {
        let limit = exp(-mean)
        var (count, product) = (0, Double.random(in: 0..<1, using: &generator))
        while product > limit {
            count += 1
            product *= Double.random(in: 0..<1, using: &generator)
        }
        return count
    }

    /// Twelve uniform numbers less six.
    private mutating func normal() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
}

extension ArousalHistory {
    init(_ windows: [ArousalWindow]) {
        self.init()
        for window in windows { append(window) }
    }

    var outcome: ArousalFinding.Outcome {
        ArousalFinding.outcome(of: ArousalEvidence(self))
    }
}

extension ArousalFinding.Outcome {
    var finding: ArousalFinding? { if case .raised(let finding) = self { finding } else { nil } }
    var silence: ArousalSilence? { if case .silent(let reason) = self { reason } else { nil } }
}

extension Array {
    init(_ count: Int, _ element: Element) { self.init(repeating: element, count: count) }
}
