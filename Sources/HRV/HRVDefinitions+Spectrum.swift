public import Biosignals
public import DSP

extension HRVDefinitions {
    /// What the powers of a panel of these intervals are read off, ms²/Hz: for whoever draws it.
    ///
    /// Nil where no spectrum can be had: under four intervals, or intervals that are all equal.
    public func spectrum(of nn: NNIntervals) -> PowerSpectrum? {
        HRVValues(of: nn, by: self, HRVSpectrumMaker(self)) { $0 == .hfPower }.spectrum
    }
}
