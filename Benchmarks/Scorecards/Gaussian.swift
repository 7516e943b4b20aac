import Foundation

/// Standard normal numbers from a seeded generator (Box & Muller 1958).
enum Gaussian {
    static func next(_ generator: inout some RandomNumberGenerator) -> Double {
        let radius =
            (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)))
            .squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
}
