import Biosignals
import RealModule

/// Finds how many waves a stretch of skin conductance holds, and fits them.
///
/// Begins with the responses that the live detector told. Then, a few times over: fits, looks where
/// what is left over resembles a wave, adds one there, fits again, and takes away each wave whose
/// height is too small, or not certain.
struct WavePursuit: Sendable {
    private static let rounds = 2
    /// What is left over has to resemble a wave by so many SDs to be tried, and a wave has to be
    /// told from nothing by so many to stay.
    private static let tryMin = 3.0
    private static let certaintyMin = 4.0
    /// Two waves closer than this are one.
    private static let spacingMin: Seconds = 0.7
    private static let windowSeconds = 4.0
    /// Waves further apart than this do not stand in for each other.
    private static let neighbourhood: Seconds = 6

    private(set) var model: SkinModel
    private let template: [Double]
    private let amplitudeMin: Double

    init(
        samples: [Double], rate: Double, noise: Double, amplitudeMin: Microsiemens,
        beginning waves: [BatemanWave]
    ) {
        model = SkinModel(samples: samples, rate: rate, noise: noise)
        model.waves = waves
        self.amplitudeMin = amplitudeMin.value
        template = Self.template(rate: rate)
        run()
    }

    private mutating func run() {
        model.fit(steps: 1, isLinear: true)
        model.fit(steps: 6)
        for _ in 0..<Self.rounds {
            let before = model.waves.count
            add()
            let added = model.waves.count - before
            if added > 0 {
                model.fit(steps: 1, isLinear: true)
                model.fit(steps: 6)
            }
            let removed = prune()
            if added == 0 && removed == 0 { break }
        }
        prune()
    }

    /// Takes waves away until each is certain; of several near each other the weakest first, since
    /// the others may gain by it.
    @discardableResult
    private mutating func prune() -> Int {
        var removed = 0
        while !model.waves.isEmpty {
            let certainties = zip(model.waves.indices, model.certainties()).map { index, value in
                model.waves[index].amplitude < amplitudeMin || isTwin(index) ? 0 : value
            }
            let failing = model.waves.indices.filter { certainties[$0] < Self.certaintyMin }
            if failing.isEmpty { break }
            let weakest = failing.filter { index in
                !failing.contains { other in
                    other != index
                        && (certainties[other], other) < (certainties[index], index)
                        && abs(model.waves[other].onset - model.waves[index].onset)
                            < Self.neighbourhood.value
                }
            }
            for index in weakest.reversed() { model.waves.remove(at: index) }
            removed += weakest.count
            model.fit(steps: 3)
        }
        return removed
    }

    private func isTwin(_ index: Int) -> Bool {
        let wave = model.waves[index]
        return model.waves.indices.contains { other in
            other != index && model.waves[other].gain > wave.gain
                && abs(model.waves[other].onset - wave.onset) < Self.spacingMin.value
        }
    }

    private mutating func add() {
        let left = model.residual()
        let count = left.count - template.count
        guard count > 2 else { return }
        let scores = (0..<count).map { start -> Double in
            var sum = 0.0
            for place in template.indices { sum += template[place] * left[start + place] }
            return sum / model.noise
        }
        for start in 1..<count - 1
        where scores[start] > Self.tryMin && scores[start] >= scores[start - 1]
            && scores[start] > scores[start + 1]
        {
            let onset = Double(start) / model.rate
            let isTaken = model.waves.contains {
                abs($0.onset - onset) < Self.spacingMin.value
            }
            if isTaken { continue }
            model.waves.append(
                BatemanWave(
                    onset: onset, amplitude: amplitudeMin, slow: SkinModel.slow.value,
                    fast: SkinModel.fast.value))
        }
        model.waves.sort { $0.onset < $1.onset }
    }

    /// A wave less its straight line, of length 1.
    private static func template(rate: Double) -> [Double] {
        let (slow, fast) = (SkinModel.slow.value, SkinModel.fast.value)
        let count = max(8, Int(windowSeconds * rate))
        let wave = (0..<count).map { index in
            let lag = Double(index) / rate
            return Double.exp(-lag / slow) - .exp(-lag / fast)
        }
        let middle = Double(count - 1) / 2
        let mean = wave.reduce(0, +) / Double(count)
        var (moment, spread) = (0.0, 0.0)
        for index in 0..<count {
            moment += (Double(index) - middle) * wave[index]
            spread += (Double(index) - middle) * (Double(index) - middle)
        }
        let bare = (0..<count).map { wave[$0] - mean - moment / spread * (Double($0) - middle) }
        let length = bare.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return bare.map { $0 / length }
    }
}
