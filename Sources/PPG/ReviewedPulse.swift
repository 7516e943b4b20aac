import Biosignals

/// One pulse under review.
struct ReviewedPulse: Sendable, Equatable {
    var peak: Fiducial
    var midpoint: Fiducial
    var foot: Fiducial
    var perfusionPercent: Double?

    /// The surest of its times, samples.
    var time: Double { midpoint.position }
    var amplitude: Double { peak.evidence.amplitude }
    /// Whether it is a beat: both detectors said so, or it looks like one.
    var isSure: Bool { isTrusted || peak.evidence.isConfirmed == true }
    /// Whether its shape can be learned from.
    var isTrusted: Bool { peak.quality >= SignalQuality.usableMin }

    /// The quality becomes what the likeness is worth, but never more than what the samples or the
    /// detectors' quarrel left of it, except for a pulse that had had nothing to be compared with.
    mutating func regrade(likeness: Double) {
        let worth = PulseSecondJudge.worth(ofCorrelation: likeness)
        let old = peak.evidence.templateCorrelation
        let first = old == nil && peak.evidence.isConfirmed == true && peak.quality > 0
        let bound = first ? 1 : peak.quality
        for path in [\ReviewedPulse.peak, \.midpoint, \.foot] {
            let isKnown = self[keyPath: path].quality > 0
            self[keyPath: path].quality = isKnown ? min(bound, max(worth, 0)) : 0
            self[keyPath: path].evidence.templateCorrelation = likeness
        }
    }
}
