import Biosignals
import Foundation
import Sedentary
import Testing

@testable import Insights

struct JointDrawsTests {
    private func epoch(_ minute: Int, _ p: Double?, steps: PerMinute? = nil) -> Epoch {
        Epoch(
            start: Seconds(60 * Double(minute)), end: Seconds(60 * Double(minute + 1)),
            state: p.map { $0 >= 0.5 ? .stationary : .active } ?? .unknown, pStationary: p,
            evidence: EpochEvidence(usable: 1, contactLost: 0, steps: steps),
            logLikelihoodRatios: [:])
    }

    /// The distribution of stationary minutes by adding up every path of the chain.
    private func exact(_ ps: [Double]) -> [Double] {
        let (leaves, settles) = (1.0 / 30, 1.0 / 5)
        var weights = Array(repeating: 0.0, count: ps.count + 1)
        for path in 0..<(1 << ps.count) {
            func isStill(_ index: Int) -> Bool { path & (1 << index) != 0 }
            var weight = isStill(ps.count - 1) ? ps[ps.count - 1] : 1 - ps[ps.count - 1]
            for index in (0..<(ps.count - 1)).reversed() {
                let next = isStill(index + 1)
                let still = ps[index] * (next ? 1 - leaves : leaves)
                let moving = (1 - ps[index]) * (next ? settles : 1 - settles)
                weight *= (isStill(index) ? still : moving) / (still + moving)
            }
            weights[path.nonzeroBitCount] += weight
        }
        return weights
    }

    @Test func pathsAreThoseOfTheChain() throws {
        let ps = [0.9, 0.8, 0.4, 0.6, 0.95, 0.7, 0.55, 0.9]
        let weights = exact(ps)
        #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
        var generator = SplitMix64(seed: 3)
        var draws = JointDraws(count: 20_000)
        draws.drawStationaryTime(
            of: ps.enumerated().map { epoch($0.offset, $0.element) }, personShift: 0,
            using: &generator)
        for least in 4...8 {
            let truth = weights[least...].reduce(0, +)
            let found = try #require(
                draws.probability([("stationary_time", { $0 >= Double(least) })]))
            // Four standard errors.
            #expect(abs(found - truth) < 4 * (truth * (1 - truth) / 20_000).squareRoot() + 1e-9)
        }
    }

    @Test func neighboursAreAlike() throws {
        // Twelve minutes of 0.8 each: independent, all twelve would be still in 0.8¹² = 7 of 100.
        var generator = SplitMix64(seed: 4)
        var draws = JointDraws()
        draws.drawStationaryTime(
            of: (0..<12).map { epoch($0, 0.8) }, personShift: 0, using: &generator)
        #expect(try #require(draws.probability([("stationary_time", { $0 >= 12 })])) > 0.4)
    }

    @Test func whatIsUnknownIsNoStationaryTime() throws {
        var generator = SplitMix64(seed: 5)
        var draws = JointDraws()
        let epochs = (0..<10).map { epoch($0, $0 < 5 ? 0.99 : nil) }
        draws.drawStationaryTime(of: epochs, using: &generator)
        #expect(try #require(draws["stationary_time"]).allSatisfy { $0 <= 5 })
    }

    @Test func theSameSeedGivesTheSameDraws() {
        func made(_ seed: UInt64) -> JointDraws {
            var generator = SplitMix64(seed: seed)
            var draws = JointDraws()
            draws.drawStationaryTime(
                of: (0..<60).map { epoch($0, 0.9) }, within: (0..<1_800, "share"),
                using: &generator)
            draws.drawChange(
                "hrv_trend", value: -15, interval95: -24...(-6), whileStationary: "share",
                shareMin: 0.5, using: &generator)
            draws.drawSteps("step_count", counted: 450, using: &generator)
            draws.drawTruth("sitting", probability: 0.9, using: &generator)
            return draws
        }
        #expect(made(1) == made(1))
        #expect(made(1) != made(2))
    }

    @Test func anIntervalIsDrawnAsItStands() throws {
        var generator = SplitMix64(seed: 6)
        var draws = JointDraws(count: 20_000)
        draws.drawInterval("x", value: -15, interval95: -24...(-3), using: &generator)
        let inside = try #require(draws.probability([("x", { (-24...(-3)).contains($0) })]))
        #expect(abs(inside - 0.95) < 0.01)
        let below = try #require(draws.probability([("x", { $0 < -15 })]))
        #expect(abs(below - 0.5) < 0.015)
    }

    @Test func theJointLiesBetweenItsBounds() throws {
        var generator = SplitMix64(seed: 7)
        var draws = JointDraws()
        draws.drawStationaryTime(of: (0..<60).map { epoch($0, 0.93) }, using: &generator)
        draws.drawInterval("hrv_trend", value: -15, interval95: -31...1, using: &generator)
        let time: (String, (Double) -> Bool) = ("stationary_time", { $0 >= 54 })
        let trend: (String, (Double) -> Bool) = ("hrv_trend", { $0 < 0 })
        let each = try [time, trend].map { try #require(draws.probability([$0])) }
        let both = try #require(draws.probability([time, trend]))
        let bounds = JointDraws.bounds(of: each)
        #expect(bounds.contains(both))
        #expect(bounds.upperBound == each.min())
        #expect(draws.probability([("unheard of", { _ in true })]) == nil)
    }

    @Test func aChangeNeedsStationaryTime() throws {
        var generator = SplitMix64(seed: 8)
        var draws = JointDraws()
        draws.drawStationaryTime(
            of: (0..<60).map { epoch($0, $0 < 30 ? 0.02 : 0.98) }, within: (0..<1_800, "share"),
            personShift: 0, using: &generator)
        draws.drawChange(
            "hrv_trend", value: -15, interval95: -20...(-10), whileStationary: "share",
            shareMin: 0.5, using: &generator)
        #expect(try #require(draws.probability([("hrv_trend", { $0 < 0 })])) < 0.1)
    }

    @Test func aRuleSaysWhichCalibrationItUsed() throws {
        let minutes = (0..<70).map { StationaryMinute(epoch($0, 0.97)) }
        let inputs = StationaryInputs(minutes: minutes, now: 4_200, channels: [.ecg])
        let plain = try #require(
            StationaryRule(model: .jointDraws(calibration: nil)).decide(inputs).insight)
        #expect(plain.confidence.kind == .uncalibratedModel)
        let said = try #require(StationaryRule(model: .jointDraws()).decide(inputs).insight)
        #expect(said.confidence.kind == .calibrated)
        #expect(said.confidence.calibration?.id == Calibration.stationary.id)
        #expect(said.confidence.raw == plain.confidence.raw)
        #expect(
            said.confidence.value
                == min(Confidence.valueMax, Calibration.stationary.apply(said.confidence.raw)))
        #expect(StationaryRule(model: .jointDraws()).decide(inputs).insight == said)
    }
}
