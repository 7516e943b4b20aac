import Biosignals

/// The numbers a `QRSDetector` decides by.
///
/// Source: Hamilton (2002), Open Source ECG Analysis, Computers in Cardiology 29:101, and Pan &
///         Tompkins (1985), doi:10.1109/TBME.1985.325532, where nothing else is said.
struct QRSRules: Sendable {
    /// Widths of the two smoothing means, of the baseline mean and of the energy mean.
    var smoothing: Seconds = 0.025
    var baseline: Seconds = 0.125
    var width: Seconds = 0.080
    /// No heart beats twice within this time; the steeper of two candidates is kept.
    var refractory: Seconds = 0.2
    /// Signal needed before the first decision; the beats in it are then filled in.
    var learning: Seconds = 3
    /// Where the threshold lies between the median noise peak (0) and the median QRS (1).
    var threshold = 0.45
    /// Share of the threshold that is enough when looking back.
    var searchBackShare = 0.5
    /// Looking back begins after this many median RR intervals without a beat.
    var searchBackAfter = 1.5
    /// A candidate this soon after a beat is a T wave if it is much less steep.
    var tWaveWithin: Seconds = 0.36
    var tWaveSlope = 0.5
    /// A QRS goes up and down: the lesser slope is at least this share of the greater.
    var slopeBalance = 0.125
    /// Without a beat for this long everything is learnt anew.
    var relearnAfter: Seconds = 8
    static let standard = QRSRules()
}
