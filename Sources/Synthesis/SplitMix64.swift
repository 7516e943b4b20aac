import RealModule

/// The room's own random numbers: the same for the same seed on every machine.
/// Source: Steele, Lea & Flood (2014), doi:10.1145/2660193.2660195.
struct SplitMix64: RandomNumberGenerator, Equatable, Sendable {
    private var state: UInt64

    /// Each part of the body draws from its own stream, so that adding a channel moves nothing in
    /// the others.
    enum Stream: UInt64 { case breath = 1, heart, ecg, ppg, eda, respiration, acceleration, scr }

    init(seed: UInt64, stream: Stream) {
        state = seed
        state = next() ^ (stream.rawValue &* 0xD6E8_FEB8_6659_FD93)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// In (0, 1), never either end.
    mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

    /// Standard normal, by Box and Muller; two draws each, so the stream never depends on what was
    /// asked for before.
    mutating func normal() -> Double {
        let radius = (-2 * Double.log(uniform())).squareRoot()
        return radius * Double.cos(2 * .pi * uniform())
    }

    /// Waiting time of a Poisson process with that mean.
    mutating func exponential(mean: Double) -> Double { -mean * Double.log(uniform()) }
}
