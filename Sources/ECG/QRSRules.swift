import Biosignals

/// The numbers a `QRSDetector` decides by.
///
/// Source: Hamilton (2002), Open Source ECG Analysis, Computers in Cardiology 29:101, and Pan &
///         Tompkins (1985), doi:10.1109/TBME.1985.325532, where nothing else is said.
/// Differs: the band is higher and the threshold lies in the middle, which costs little on clean
///         signals and halves the false beats in electrode motion; a candidate may be replaced by a
///         steeper one for longer when the heart is slow, which settles P waves. Fitted on the 25
///         records of the MIT-BIH development half and its noise stress records.
struct QRSRules: Sendable {
    /// Width of each of the two smoothing means.
    var smoothing: Seconds = 0.018
    /// Width of the mean that is taken off as baseline.
    var baseline: Seconds = 0.1
    /// Width of the energy mean.
    var width: Seconds = 0.1
    /// Signal needed before the first decision; the beats in it are then filled in.
    var learning: Seconds = 3
    /// No heart beats twice within this time.
    var refractory: Seconds = 0.22
    /// How long a candidate waits for a steeper one: this share of the median RR, at most
    /// `patienceMax`, at least the refractory time.
    var patienceShare = 0.4
    var patienceMax: Seconds = 0.36
    /// Where the threshold lies between the median noise peak (0) and the median QRS (1).
    var threshold = 0.5
    /// Share of the threshold that is enough when looking back.
    var searchBackShare = 0.5
    /// Looking back begins after this many median RR intervals without a beat.
    var searchBackAfter = 1.5
    /// A candidate this soon after a beat is a T wave if it is much less steep.
    var tWaveWithin: Seconds = 0.36
    var tWaveSlope = 0.5
    /// A QRS goes up and down: the lesser slope is at least this share of the greater.
    var slopeBalance = 0.125
    /// Without a beat for this long the levels are learnt anew.
    var relearnAfter: Seconds = 4

    static let standard = QRSRules()
}
