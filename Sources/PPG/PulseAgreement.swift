import Biosignals

/// Brings the findings of two detectors together, oldest first: a pulse that both found is one.
///
/// Input:  candidates of the first and tops of the second detector, each in order, and how far each
///         detector has decided. Output: every finding once, in order of time.
/// Delay:  none where both have found a pulse; else until the other has passed it by the reach.
struct PulseAgreement: Sendable {
    struct Finding: Sendable, Equatable {
        /// What the first detector found; nil where it found nothing.
        var candidate: PulseDetector.Candidate?
        /// What the second found.
        var top: Int?

        var isConfirmed: Bool { candidate != nil && top != nil }
        var index: Int { candidate?.index ?? top ?? 0 }
    }

    /// As far apart as two beats may lie and match, ANSI/AAMI EC57; half the shortest interval.
    private static let reach: Seconds = 0.15

    private let reach: Int
    private var candidates: [PulseDetector.Candidate] = []
    private var tops: [Int] = []

    init(rate: Hertz) {
        reach = max(1, Int((Self.reach.value * rate.value).rounded()))
    }

    var isEmpty: Bool { candidates.isEmpty && tops.isEmpty }

    mutating func append(_ candidate: PulseDetector.Candidate) { candidates.append(candidate) }

    mutating func append(top: Int) { tops.append(top) }

    /// Index before which no further finding will come.
    func settled(_ first: Int, _ second: Int) -> Int {
        min(first, second - reach, candidates.first?.index ?? .max, tops.first ?? .max)
    }

    /// The oldest finding that is sure.
    /// - Parameters first, second: the index before which each detector will find nothing more.
    mutating func next(first: Int, second: Int) -> Finding? {
        guard let candidate = candidates.first else {
            guard let top = tops.first, first > top + reach else { return nil }
            tops.removeFirst()
            return Finding(candidate: nil, top: top)
        }
        guard let top = tops.first else {
            guard second > candidate.index + reach else { return nil }
            candidates.removeFirst()
            return Finding(candidate: candidate, top: nil)
        }
        if abs(candidate.index - top) <= reach {
            candidates.removeFirst()
            tops.removeFirst()
            return Finding(candidate: candidate, top: top)
        }
        if candidate.index < top {
            guard second > candidate.index + reach else { return nil }
            candidates.removeFirst()
            return Finding(candidate: candidate, top: nil)
        }
        guard first > top + reach else { return nil }
        tops.removeFirst()
        return Finding(candidate: nil, top: top)
    }
}
