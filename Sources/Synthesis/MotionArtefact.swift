import Biosignals

import RealModule

/// What moving about adds to a sensor: a step rhythm with its second harmonic, broad-band rubbing,
/// and now and then a jolt. About 1 RMS at motion 1; the channel scales it.
struct MotionArtefact: Equatable, Sendable {
    /// Steps per second when walking briskly.
    static let cadence = 1.85

    private let period: Double
    private let impact: Double
    private var stepPhase: Double
    private var rubbing: Wander
    private var jolt = 0.0

    /// - Parameters:
    ///   - rubbingLasts: time constant of the rubbing, seconds.
    ///   - impact: how hard heels strike: third and fourth harmonic of the steps, against the second.
    init(
        rate: Double, rubbingLasts: Double = 0.04, impact: Double = 0,
        generator: inout SplitMix64
    ) {
        period = 1 / rate
        self.impact = impact
        stepPhase = 2 * .pi * generator.uniform()
        rubbing = Wander(timeConstant: rubbingLasts, generator: &generator)
    }

    mutating func next(motion: Double, generator: inout SplitMix64) -> Double {
        stepPhase += 2 * .pi * Self.cadence * period
        stepPhase += 0.15 * period.squareRoot() * generator.normal()
        rubbing.advance(by: period, generator: &generator)
        jolt *= Double.exp(-period / 0.25)
        // A jolt every 20 s of brisk walking; the draws are made whether or not one comes.
        let chance = generator.uniform()
        let size = generator.normal()
        if chance < motion * period / 20 { jolt += 3 * size }
        let steps = 0.9 * Double.sin(stepPhase) + 0.5 * Double.sin(2 * stepPhase + 0.7)
        let strike = Double.sin(3 * stepPhase + 1.1) + 0.6 * Double.sin(4 * stepPhase + 2)
        return motion * (steps + 0.5 * impact * strike + 0.7 * rubbing.value + jolt)
    }
}
