public import Biosignals
public import DSP

extension NNIntervals {
    /// The Lomb–Scargle spectrum of the intervals as they are, ms²/Hz: no interpolation, and gaps
    /// count as gaps. Nil under four intervals.
    public func spectrum(_ lomb: LombScargle) -> PowerSpectrum? {
        guard let start = endSeconds.first, let end = endSeconds.last else { return nil }
        var covered = end - start
        for index in 1..<count where !followsPrevious[index] {
            let begin = endSeconds[index] - milliseconds[index] / 1_000
            covered -= max(0, begin - endSeconds[index - 1])
        }
        guard covered > 0 else { return nil }
        return lomb.spectrum(
            seconds: endSeconds, values: milliseconds, covered: Seconds(covered))
    }
}

extension Tachogram {
    /// The autoregressive model of the signal; nil if no stretch is longer than the order.
    public func burg(order: Int = 16) -> BurgSpectrum? {
        BurgSpectrum(of: stretches, order: order, rate: rate)
    }
}
