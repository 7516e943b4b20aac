import Biosignals

/// The thresholds of Lipponen & Tarvainen (2019) around each interval, kept from falling below a floor.
struct RhythmLimits {
    /// T1, of |ΔRR|, ms.
    let difference: [Double]
    /// T2, of the distance from the local median, ms.
    let distance: [Double]
    /// Local median of the intervals, ms.
    let median: [Double]
    /// The interval of the unedited series that each belongs to.
    private let places: [Int]

    init(of draft: NNDraft, differences: [Double], thresholds: NNEditor.Thresholds) {
        func threshold(_ values: [Double]) -> [Double] {
            let wide = RunningQuantiles.columns(
                of: values.map { abs($0) }, window: thresholds.deviationWindow,
                shares: [0.25, 0.75])
            return zip(wide[0], wide[1]).map {
                max(thresholds.floor.value, thresholds.deviations * ($1 - $0) / 2)
            }
        }
        median =
            RunningQuantiles.columns(
                of: draft.intervals, window: thresholds.medianWindow, shares: [0.5])[0]
        difference = threshold(differences)
        distance = threshold(zip(draft.intervals, median).map(Self.distance))
        places = draft.beats.map(\.interval)
    }

    /// From the median; a beat too many shortens by half what a beat too few doubles.
    static func distance(_ interval: Double, _ median: Double) -> Double {
        interval < median ? 2 * (interval - median) : interval - median
    }

    /// The same limits at the same places of an edited draft.
    func carried(to draft: NNDraft) -> RhythmLimits {
        var from = 0
        let indices = draft.beats.map { beat in
            while from + 1 < places.count, places[from] < beat.interval { from += 1 }
            return from
        }
        return RhythmLimits(
            difference: indices.map { difference[$0] }, distance: indices.map { distance[$0] },
            median: indices.map { median[$0] }, places: draft.beats.map(\.interval))
    }

    private init(difference: [Double], distance: [Double], median: [Double], places: [Int]) {
        self.difference = difference
        self.distance = distance
        self.median = median
        self.places = places
    }
}
