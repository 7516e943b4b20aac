import Biosignals
import RealModule

/// Skin conductance after a recipe, with everything in it known: log-normal responses, each with a
/// Bateman wave of its own, that overlap as they come, on a level that wanders, in white noise.
///
/// The recipe of the project's simulated reference: 6 responses a minute at least 1.2 s apart,
/// median 0.12 µS with a logarithmic SD of 0.75, within 0.03…1.5 µS, decay 1.5…4 s, rise 0.5…1 s.
/// Every number of it can be varied; `varied(_:)` does so by the seed.
struct VariedEDA {
    struct Recipe {
        var rate = 32.0
        var minutes = 10.0
        var perMinute = 6.0
        var spacingMin = 1.2
        var amplitudeMedian = 0.12
        var amplitudeSpread = 0.75
        var decay = 1.5...4.0
        var rise = 0.5...1.0
        /// White, µS.
        var noise = 0.003
        var level = 4.0
        /// SD of the level's slope, µS/s.
        var drift = 0.0018

        /// Another body for each seed: rates, kernels, sizes, noise and drift.
        static func varied(_ seed: UInt64, rate: Double, minutes: Double = 10) -> Recipe {
            var generator = SplitMix64(seed: seed &* 7_919 &+ 17)
            func draw(_ range: ClosedRange<Double>) -> Double {
                Double.random(in: range, using: &generator)
            }
            var recipe = Recipe(rate: rate, minutes: minutes)
            recipe.perMinute = .exp(draw(0...Double.log(12)))
            recipe.amplitudeMedian = .exp(draw(Double.log(0.08)...Double.log(0.25)))
            recipe.amplitudeSpread = draw(0.6...0.9)
            let (decay, rise) = (draw(1.3...2.8), draw(0.4...0.8))
            recipe.decay = decay...(decay * draw(1.2...1.8))
            recipe.rise = rise...min(rise * draw(1.2...1.6), 0.95)
            recipe.noise = .exp(draw(Double.log(0.001)...Double.log(0.006)))
            recipe.level = .exp(draw(Double.log(1)...Double.log(15)))
            recipe.drift = .exp(draw(Double.log(0.000_5)...Double.log(0.004)))
            return recipe
        }
    }

    /// Seconds from the start, and µS.
    struct Response {
        let onset: Double
        let peak: Double
        let amplitude: Double
    }

    let rate: Double
    private(set) var samples: [Double] = []
    private(set) var tonic: [Double] = []
    private(set) var responses: [Response] = []

    init(_ recipe: Recipe, seed: UInt64) {
        rate = recipe.rate
        var generator = SplitMix64(seed: seed)
        let count = Int(recipe.minutes * 60 * rate)
        tonic = Self.tonic(recipe, count: count, generator: &generator)
        samples = tonic
        addResponses(recipe, generator: &generator)
        for index in samples.indices {
            samples[index] += recipe.noise * Self.gaussian(&generator)
        }
    }

    /// A velocity that is white noise low-passed twice, integrated, drawn back to its level.
    private static func tonic(
        _ recipe: Recipe, count: Int, generator: inout SplitMix64
    ) -> [Double] {
        let lag = 8.0
        let share = 1 / (lag * recipe.rate)
        // Two poles of time constant T leave white noise of variance 1 a sample share / 4.
        let drive = recipe.drift / (share / 4).squareRoot()
        var (push, velocity, level) = (0.0, 0.0, recipe.level)
        return (0..<count).map { _ in
            push += share * (drive * gaussian(&generator) - push)
            velocity += share * (push - velocity)
            level += (velocity + (recipe.level - level) / 1_200) / recipe.rate
            return max(level, 0.3)
        }
    }

    private mutating func addResponses(_ recipe: Recipe, generator: inout SplitMix64) {
        let pause = max(60 / recipe.perMinute - recipe.spacingMin, 0.1)
        var onset = 8.0
        while onset < recipe.minutes * 60 - 8 {
            let size = recipe.amplitudeSpread * Self.gaussian(&generator)
            let amplitude = min(max(recipe.amplitudeMedian * .exp(size), 0.03), 1.5)
            let slow = Double.random(in: recipe.decay, using: &generator)
            let fast = Double.random(in: recipe.rise, using: &generator)
            let top = Double.log(slow / fast) * slow * fast / (slow - fast)
            let height = Double.exp(-top / slow) - .exp(-top / fast)
            responses.append(Response(onset: onset, peak: onset + top, amplitude: amplitude))
            let first = Int((onset * rate).rounded(.up))
            for index in first..<min(first + Int(12 * slow * rate), samples.count) {
                let lag = Double(index) / rate - onset
                let wave = Double.exp(-lag / slow) - .exp(-lag / fast)
                samples[index] += amplitude * wave / height
            }
            let chance = Double.random(in: 1e-9..<1, using: &generator)
            onset += recipe.spacingMin - pause * .log(chance)
        }
    }

    /// A standard normal number (Irwin–Hall: twelve uniform ones less six).
    private static func gaussian(_ generator: inout SplitMix64) -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
}

/// Found against true: one to one, nearest in time order, within a second of the true peak.
struct PeakMatch {
    var hits = 0
    var found = 0
    var truth = 0

    var sensitivity: Double { truth > 0 ? 100 * Double(hits) / Double(truth) : 100 }
    var positivePredictivity: Double { found > 0 ? 100 * Double(hits) / Double(found) : 100 }
    var f1: Double { found + truth > 0 ? 200 * Double(hits) / Double(found + truth) : 100 }

    mutating func add(_ other: PeakMatch) {
        hits += other.hits
        found += other.found
        truth += other.truth
    }

    /// - Parameters: times in seconds, ascending.
    init(found: [Double], truth: [Double], within tolerance: Double = 1) {
        self.found = found.count
        self.truth = truth.count
        var (left, right) = (0, 0)
        while left < found.count, right < truth.count {
            let offset = found[left] - truth[right]
            if offset < -tolerance {
                left += 1
            } else if offset > tolerance {
                right += 1
            } else {
                hits += 1
                left += 1
                right += 1
            }
        }
    }
}
