import Biosignals
import RealModule

/// A stretch of skin conductance as a smooth level and waves upon it, fitted to the samples.
///
/// Maximises the posterior: white noise of known size and a share of the wave itself, for skin is
/// no exact Bateman; decays and rises log-normal around what is known of skin; a level whose slope
/// changes little in 10 s. Levenberg–Marquardt on the dense normal equations; the waves reach
/// `reach` decays far, so the cost is linear in the stretch for a given density of waves.
struct SkinModel: Sendable {
    /// Centres and logarithmic SDs of the decay and the rise. Fitted on nothing: the usual 2…4 s
    /// and 0.7…0.75 s (Alexander 2005, Benedek & Kaernbach 2010, Greco 2016) and room around them.
    static let slow: Seconds = 2.5
    static let fast: Seconds = 0.7
    private static let slowSpread = 0.5
    private static let fastSpread = 0.4
    /// Greco et al. (2016) space the knots of their level so.
    private static let knots: Seconds = 10
    /// SD of the change of the level's rise from one knot to the next, µS.
    private static let bend: Microsiemens = 0.03
    /// How exactly a wave is of Bateman's shape: real ones have rounder tops and longer tails.
    private static let shapeShare = 0.05
    private static let reach = 7.0

    let samples: [Double]
    let rate: Double
    let noise: Double
    private let spline: LevelSpline
    private(set) var coefficients: [Double]
    var waves: [BatemanWave] = []
    private var weights: [Double]

    init(samples: [Double], rate: Double, noise: Double) {
        self.samples = samples
        self.rate = rate
        self.noise = noise
        spline = LevelSpline(samples: samples.count, spacing: Self.knots.value * rate)
        coefficients = Array(repeating: samples.min() ?? 0, count: spline.count)
        weights = Array(repeating: 1 / (noise * noise), count: samples.count)
    }

    var tonic: [Double] { spline.values(coefficients) }

    func phasic(_ waves: [BatemanWave]) -> [Double] {
        var sum = Array(repeating: 0.0, count: samples.count)
        for wave in waves {
            let span = self.span(of: wave)
            let (slowStep, fastStep) = (
                Double.exp(-1 / (wave.slow * rate)), Double.exp(-1 / (wave.fast * rate))
            )
            let lag = Double(span.lowerBound) / rate - wave.onset
            var (slow, fast) = (
                wave.gain * .exp(-lag / wave.slow), wave.gain * .exp(-lag / wave.fast)
            )
            for index in span {
                sum[index] += slow - fast
                slow *= slowStep
                fast *= fastStep
            }
        }
        return sum
    }

    func residual() -> [Double] {
        let (tonic, phasic) = (self.tonic, self.phasic(waves))
        return samples.indices.map { samples[$0] - tonic[$0] - phasic[$0] }
    }

    private func span(of wave: BatemanWave) -> Range<Int> {
        guard wave.onset.isFinite, wave.slow.isFinite, abs(wave.onset * rate) < 1e15 else {
            return 0..<0
        }
        let first = max(0, Int((wave.onset * rate).rounded(.up)))
        let last = Int((wave.onset + Self.reach * wave.slow) * rate) + 1
        return first < samples.count ? first..<max(first, min(last, samples.count)) : 0..<0
    }

    /// Fits the level and the waves' gains, and, unless `isLinear`, their onsets and shapes.
    /// - Returns: the system at the end of it, for the gains' errors.
    mutating func fit(steps: Int, isLinear: Bool = false) {
        reweigh()
        var damping = 1e-3
        var cost = self.cost(coefficients, waves)
        for _ in 0..<steps {
            let system = self.system(isLinear: isLinear)
            guard let factor = system.factor(damping: isLinear ? 0 : damping) else { return }
            let (newCoefficients, newWaves) = moved(by: system.solve(factor), isLinear: isLinear)
            let newCost = self.cost(newCoefficients, newWaves)
            if newCost <= cost || isLinear {
                let gained = cost - newCost
                (coefficients, waves, cost) = (newCoefficients, newWaves, newCost)
                damping /= 5
                if gained < 0.2 { return }
            } else {
                damping *= 20
                if damping > 1e4 { return }
            }
        }
    }

    /// Each gain in units of its own error, the shapes being as they are: gain and shape can stand
    /// in for each other, which says nothing against there being a wave.
    func certainties() -> [Double] {
        let system = self.system(isLinear: true)
        guard let factor = system.factor(damping: 1e-9) else { return waves.map { _ in 0 } }
        return waves.indices.map { index in
            let row = index
            return waves[index].gain / system.inverseDiagonal(row, factor).squareRoot()
        }
    }

    private mutating func reweigh() {
        let phasic = self.phasic(waves)
        for index in weights.indices {
            let shape = Self.shapeShare * phasic[index]
            weights[index] = 1 / (noise * noise + shape * shape)
        }
    }

    private func cost(_ coefficients: [Double], _ waves: [BatemanWave]) -> Double {
        let (tonic, phasic) = (spline.values(coefficients), self.phasic(waves))
        var sum = 0.0
        for index in samples.indices {
            let left = samples[index] - tonic[index] - phasic[index]
            sum += weights[index] * left * left
        }
        for place in 0..<max(0, coefficients.count - 2) {
            let bend = coefficients[place] - 2 * coefficients[place + 1] + coefficients[place + 2]
            sum += bend * bend / (Self.bend.value * Self.bend.value)
        }
        for wave in waves {
            let slow = (wave.logSlow - .log(Self.slow.value)) / Self.slowSpread
            let fast = (wave.logFast - .log(Self.fast.value)) / Self.fastSpread
            sum += slow * slow + fast * fast
        }
        return sum
    }

    private func moved(
        by step: [Double], isLinear: Bool
    ) -> ([Double], [BatemanWave]) {
        let width = isLinear ? 1 : 4
        let base = width * waves.count
        let levels = coefficients.indices.map { coefficients[$0] + step[base + $0] }
        var moved = waves
        for index in moved.indices {
            let row = width * index
            moved[index].gain = max(0, moved[index].gain + step[row])
            if isLinear { continue }
            moved[index].onset += min(max(step[row + 1], -0.5), 0.5)
            let slow = moved[index].logSlow + min(max(step[row + 2], -0.5), 0.5)
            let fast = moved[index].logFast + min(max(step[row + 3], -0.5), 0.5)
            moved[index].logSlow = min(max(slow, 0), 2.5)
            moved[index].logFast = min(max(fast, -2), moved[index].logSlow - 0.3)
        }
        return (levels, moved)
    }

    /// The normal equations: gain, onset, decay and rise of each wave, then the level, so that what
    /// lies far apart in time leaves most rows short.
    private func system(isLinear: Bool) -> SymmetricSystem {
        let width = isLinear ? 1 : 4
        let base = width * waves.count
        var system = SymmetricSystem(size: base + coefficients.count)
        let left = residual()
        addLevel(left, at: base, to: &system)
        let columns = waves.map { self.columns(of: $0, isLinear: isLinear) }
        for (index, wave) in waves.enumerated() {
            let mine = columns[index]
            let row = width * index
            let weighted = mine.values.map { column in
                column.indices.map { column[$0] * weights[mine.span.lowerBound + $0] }
            }
            for part in 0..<width {
                let start = mine.span.lowerBound
                let sum = Self.dot(weighted[part], 0, left, start, mine.span.count)
                system.add(sum, right: row + part)
                let (first, sums) = spline.products(with: weighted[part], from: start)
                for (place, sum) in sums.enumerated() {
                    system.add(sum, row: base + first + place, column: row + part)
                }
                for other in 0...index {
                    let theirs = columns[other]
                    let common = mine.span.clamped(to: theirs.span)
                    if common.isEmpty { continue }
                    for their in 0..<(other == index ? part + 1 : width) {
                        let value = Self.dot(
                            weighted[part], common.lowerBound - mine.span.lowerBound,
                            theirs.values[their], common.lowerBound - theirs.span.lowerBound,
                            common.count)
                        system.add(value, row: row + part, column: width * other + their)
                    }
                }
            }
            if !isLinear { addPrior(of: wave, row: row, to: &system) }
        }
        for row in 0..<system.size { system.add(1e-9, row: row, column: row) }
        return system
    }

    private func addPrior(of wave: BatemanWave, row: Int, to system: inout SymmetricSystem) {
        let (slow, fast) = (
            1 / (Self.slowSpread * Self.slowSpread), 1 / (Self.fastSpread * Self.fastSpread)
        )
        system.add(slow, row: row + 2, column: row + 2)
        system.add(slow * (.log(Self.slow.value) - wave.logSlow), right: row + 2)
        system.add(fast, row: row + 3, column: row + 3)
        system.add(fast * (.log(Self.fast.value) - wave.logFast), right: row + 3)
        // The onset is known to a second at worst: keeps a wave that has faded in its place.
        system.add(1, row: row + 1, column: row + 1)
    }

    private func addLevel(_ left: [Double], at base: Int, to system: inout SymmetricSystem) {
        for index in samples.indices {
            let (start, shares) = spline.weights(at: index)
            let first = base + start
            for row in 0..<4 {
                let value = weights[index] * shares[row]
                system.add(value * left[index], right: first + row)
                for column in 0...row {
                    system.add(value * shares[column], row: first + row, column: first + column)
                }
            }
        }
        let stiff = 1 / (Self.bend.value * Self.bend.value)
        let pattern = [1.0, -2, 1]
        for place in 0..<max(0, coefficients.count - 2) {
            let bend = coefficients[place] - 2 * coefficients[place + 1] + coefficients[place + 2]
            for row in 0..<3 {
                system.add(-stiff * pattern[row] * bend, right: base + place + row)
                for column in 0...row {
                    system.add(
                        stiff * pattern[row] * pattern[column], row: base + place + row,
                        column: base + place + column)
                }
            }
        }
    }

    /// What each parameter of a wave moves, over the samples it reaches.
    private func columns(
        of wave: BatemanWave, isLinear: Bool
    ) -> (span: Range<Int>, values: [[Double]]) {
        let span = self.span(of: wave)
        let (slowTime, fastTime) = (wave.slow, wave.fast)
        let (slowStep, fastStep) = (
            Double.exp(-1 / (slowTime * rate)), Double.exp(-1 / (fastTime * rate))
        )
        var lag = Double(span.lowerBound) / rate - wave.onset
        var (slow, fast) = (Double.exp(-lag / slowTime), Double.exp(-lag / fastTime))
        var columns = Array(
            repeating: Array(repeating: 0.0, count: span.count), count: isLinear ? 1 : 4)
        for place in 0..<span.count {
            columns[0][place] = slow - fast
            if !isLinear {
                columns[1][place] = wave.gain * (slow / slowTime - fast / fastTime)
                columns[2][place] = wave.gain * slow * lag / slowTime
                columns[3][place] = -wave.gain * fast * lag / fastTime
            }
            slow *= slowStep
            fast *= fastStep
            lag += 1 / rate
        }
        return (span, columns)
    }

    private static func dot(
        _ first: [Double], _ firstStart: Int, _ second: [Double], _ secondStart: Int, _ count: Int
    ) -> Double {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                var sum = 0.0
                for place in 0..<count {
                    sum += first[firstStart + place] * second[secondStart + place]
                }
                return sum
            }
        }
    }
}
