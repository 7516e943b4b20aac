import Biosignals
import RealModule

extension SplitMix64 {
    /// Each part of the body draws from its own stream, so that adding a channel moves nothing in
    /// the others.
    enum Stream: UInt64 { case breath = 1, heart, ecg, ppg, eda, respiration, acceleration, scr }

    init(seed: UInt64, stream: Stream) {
        var first = SplitMix64(seed: seed)
        self.init(seed: first.next() ^ (stream.rawValue &* 0xD6E8_FEB8_6659_FD93))
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
