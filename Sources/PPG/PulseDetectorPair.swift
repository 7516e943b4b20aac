import Biosignals
import DSP

/// The two detectors and what they agree on.
///
/// Input:  the low-passed signal and its band-passed form, sample by sample, either way up.
/// Output: `PulseAgreement.Finding`s in order, each once, never revised.
struct PulseDetectorPair: Sendable {
    /// How far a bottom of the second detector may lie from a foot and confirm it.
    private static let footReach: Seconds = 0.2
    private static let bottomsKept = 8

    private let footReach: Int
    private var first: PulseDetector
    private var second: MultiscalePulseDetector
    private var agreement: PulseAgreement
    private var candidates: [PulseDetector.Candidate] = []
    private var extremes = MultiscalePulseDetector.Extremes()
    private var bottoms: [Int] = []

    init(rate: Hertz) throws(DSPError) {
        first = PulseDetector(rate: rate)
        second = try MultiscalePulseDetector(rate: rate)
        agreement = PulseAgreement(rate: rate)
        footReach = Int((Self.footReach.value * rate.value).rounded())
        bottoms.reserveCapacity(Self.bottomsKept + 1)
    }

    /// Index before which no further finding will come.
    var settled: Int { agreement.settled(first.settled, second.settled) }

    /// - Parameters:
    ///   - sample: low-passed. `pulse`: the same, band-passed.
    ///   - findings: what is now known is appended.
    mutating func process(
        _ sample: Double, pulse: Double, polarity: Double,
        into findings: inout [PulseAgreement.Finding]
    ) {
        first.process(pulse, polarity: polarity, into: &candidates)
        second.process(sample, polarity: polarity, into: &extremes)
        hand()
        guard !agreement.isEmpty else { return }
        let (one, two) = (first.settled, second.settled)
        while let found = agreement.next(first: one, second: two) { findings.append(found) }
    }

    mutating func finish(polarity: Double, into findings: inout [PulseAgreement.Finding]) {
        first.finish(polarity: polarity, into: &candidates)
        second.finish(polarity: polarity, into: &extremes)
        hand()
        while let found = agreement.next(first: .max, second: .max) { findings.append(found) }
    }

    /// Whether the second detector has a bottom where a pulse begins; nil where it cannot yet say.
    func confirmsFoot(at index: Int) -> Bool? {
        if bottoms.contains(where: { abs($0 - index) <= footReach }) { return true }
        return second.settledBottoms > index + footReach ? false : nil
    }

    private mutating func hand() {
        if !candidates.isEmpty {
            for candidate in candidates { agreement.append(candidate) }
            candidates.removeAll(keepingCapacity: true)
        }
        guard !extremes.isEmpty else { return }
        for top in extremes.tops { agreement.append(top: top) }
        for bottom in extremes.bottoms {
            if bottoms.count == Self.bottomsKept { bottoms.removeFirst() }
            bottoms.append(bottom)
        }
        extremes.removeAll()
    }
}
