import Biosignals

/// The numbers by which a `QRSDetector` decides.
///
/// Source: Hamilton (2002), Open Source ECG Analysis, Computers in Cardiology 29:101, and Pan &
///         Tompkins (1985), doi:10.1109/TBME.1985.325532, where nothing else is said.
/// Differs: the band is higher, which costs little on clean signals and halves the false beats in
///         electrode motion; a candidate may be replaced by a weightier one for longer when the heart
///         is slow, which settles P waves; what is accepted is a weight (`QRSEvidence`), not a height.
/// Fitted on the 25 records of the MIT-BIH development half, at 360 and at 128 Hz, as they are and
/// with the electrode motion of the noise stress records 101, 115 and 122 at 0, 6 and 12 dB. Around
/// the values here F1 changes by a few hundredths of a per cent on clean records; what moves one way
/// there moves the other way in noise.
struct QRSRules: Sendable {
    /// Width of each of the two smoothing means.
    var smoothing: Seconds = 0.018
    /// Width of the mean that is taken off as baseline.
    var baseline: Seconds = 0.1
    /// Width of the energy mean.
    var width: Seconds = 0.1
    /// Signal needed before the first decision; the beats in it are then filled in.
    var learning: Seconds = 3
    /// Signal that is waited for if only one complex stood out by then: a slow heart, or an artefact.
    var learningMax: Seconds = 5
    /// No heart beats twice within this time.
    var refractory: Seconds = 0.22
    /// How long a candidate waits for a weightier one: this share of the median RR, at most
    /// `patienceMax`, at least the refractory time.
    var patienceShare = 0.4
    var patienceMax: Seconds = 0.36
    /// Two candidates nearer to each other than this in weight are told apart by their heights.
    var weightTie = 0.3
    /// Weight from which a candidate is a beat at once.
    var acceptMin = 0.75
    /// Weight that is enough when looking back.
    var searchBackMin = -4.0
    /// Weight from which a beat takes part in the running height and shape.
    var learnMin = 2.0
    /// Looking back begins after this many median RR intervals without a beat.
    var searchBackAfter = 1.5
    /// A candidate this soon after a beat is a T wave if it is much less steep.
    var tWaveWithin: Seconds = 0.36
    var tWaveSlope = 0.6
    /// A QRS goes up and down: the lesser slope is at least this share of the greater, unless the
    /// shape is that of the running QRS.
    var slopeBalance = 0.125
    /// A QRS comes back to where it began: of its swing within this time to either side, no more than
    /// this share is left. The baseline may step.
    var stepReach: Seconds = 0.12
    var stepShareMax = 0.85
    /// Noise level up to which the signal is quiet.
    var quietMax = 0.1
    /// Likeness from which the matched filter calls a place a QRS.
    var likenessMin = 0.5
    /// After so many beats in a row of another shape, the running shape is learnt anew.
    var strangersMax = 8
    /// Without a beat for this long the levels are learnt anew.
    var relearnAfter: Seconds = 4

    /// A beat earlier than this share of the median RR needs more weight: in quiet, then in noise.
    var earlyShare = 0.65
    var earlyCostQuiet = 1.8
    var earlyCostNoisy = 6.0
    /// A beat that is not early needs less weight in quiet: waiting would end in looking back.
    var dueCreditQuiet = 3.0
    /// Of a second look: the cost of an interval longer than `lateShare` of the median RR around it,
    /// for the next RR; of a candidate that the stream would have called a T wave; the weight
    /// that is enough; how far apart two beats may be and still be linked.
    var lateShare = 1.2
    var lateCost = 8.0
    var tWaveCost = 4.0
    /// Of a long pause for each further RR: what looking back would not take is no beat there.
    var pauseCost = 5.0
    var pathMin = 0.0
    var pathReach: Seconds = 6

    static let standard = QRSRules()

    /// What the time since the last beat adds to a candidate's weight; see `earlyCost`.
    func timeliness(_ share: Double, noise: Double) -> Double {
        share < earlyShare
            ? -earlyCost(share, noise: noise) : dueCreditQuiet * (1 - min(1, 2 * noise))
    }

    /// What an interval that is early costs.
    /// - Parameters:
    ///   - share: the interval over the median RR.
    ///   - noise: 0 for quiet, 1 for noise as high as the complexes.
    func earlyCost(_ share: Double, noise: Double) -> Double {
        guard share < earlyShare else { return 0 }
        let worst = earlyCostQuiet + (earlyCostNoisy - earlyCostQuiet) * min(1, 2 * noise)
        return worst * (1 - max(0, share) / earlyShare)
    }
}
