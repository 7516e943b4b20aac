import Biosignals

import RealModule

/// Stationary first-order Gaussian process (Ornstein–Uhlenbeck): mean 0, standard deviation 1,
/// autocorrelation exp(−lag / `timeConstant`).
struct Wander: Equatable, Sendable {
    let timeConstant: Double
    private(set) var value: Double

    init(timeConstant: Double, generator: inout SplitMix64) {
        self.timeConstant = timeConstant
        value = generator.normal()
    }

    mutating func advance(by seconds: Double, generator: inout SplitMix64) {
        let kept = Double.exp(-seconds / timeConstant)
        value = kept * value + (1 - kept * kept).squareRoot() * generator.normal()
    }
}
