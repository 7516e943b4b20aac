import RealModule

/// The chance that each beat of an unbroken stretch is ectopic, given all its intervals.
///
/// Forwards and backwards through a hidden Markov chain of second order, two states a beat; see Rabiner
/// (1989), doi:10.1109/5.18626. Linear in the number of beats.
struct EctopicChain {
    /// Log odds that the beat which ends each interval is ectopic.
    private(set) var logOdds: [Double]

    private static let bounds = 30.0

    /// - Parameter shape: log likelihood ratio of each beat's shape, 0 where nothing is known.
    init(of rr: [Double], rhythm: SinusLevel, shape: [Double]?, model: EctopicModel) {
        let count = rr.count
        let z = rr.indices.map { Double.log(rr[$0] / rhythm.level[$0]) }
        let chances = SIMD8<Double>(
            1 - model.chance, model.chance, 1 - model.chanceAfterEctopic,
            model.chanceAfterEctopic, 1 - model.chanceAfterPause, model.chanceAfterPause,
            1 - model.chanceInRun, model.chanceInRun)
        // Forwards: the state is the last two beats, first·2 + last.
        var now = SIMD4<Double>(1 - model.chance, model.chance, 0, 0)
        var forward: [SIMD4<Double>] = []
        forward.reserveCapacity(count)
        var steps: [SIMD8<Double>] = []
        steps.reserveCapacity(count)
        for index in 0..<count {
            let before = index > 0 ? z[index - 1] : 0
            var step =
                chances
                * model.densities(z[index], after: before, spread: rhythm.spread[index])
            if let shape {
                let ratio = Double.exp(shape[index])
                step *= SIMD8(1, ratio, 1, ratio, 1, ratio, 1, ratio)
            }
            steps.append(step)
            // (before, first) → (first, last)
            let next = SIMD4(
                now[0] * step[0] + now[2] * step[4], now[0] * step[1] + now[2] * step[5],
                now[1] * step[2] + now[3] * step[6], now[1] * step[3] + now[3] * step[7])
            now = next / max(next.sum(), .leastNormalMagnitude)
            forward.append(now)
        }
        logOdds = Array(repeating: 0, count: count)
        var after = SIMD4<Double>(repeating: 1)
        for index in stride(from: count - 1, through: 0, by: -1) {
            let both = forward[index] * after
            let odds = Double.log(
                max(both[1] + both[3], 1e-300) / max(both[0] + both[2], 1e-300))
            logOdds[index] = max(-Self.bounds, min(Self.bounds, odds))
            let step = steps[index]
            let next = SIMD4(
                step[0] * after[0] + step[1] * after[1], step[2] * after[2] + step[3] * after[3],
                step[4] * after[0] + step[5] * after[1], step[6] * after[2] + step[7] * after[3])
            after = next / max(next.sum(), .leastNormalMagnitude)
        }
    }
}
