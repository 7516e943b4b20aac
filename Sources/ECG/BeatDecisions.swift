/// Which candidates of one unbroken stretch are beats, decided with the whole stretch in view.
///
/// Made by a processor that remembered its candidates, followed by one that is shown the same samples
/// again; see `ECGReview`.
struct BeatDecisions: Sendable, Equatable {
    /// Indices of the beats in the detector's own samples, increasing.
    let accepted: [Int]

    func contains(_ index: Int) -> Bool {
        var (low, high) = (0, accepted.count)
        while low < high {
            let middle = (low + high) / 2
            if accepted[middle] < index { low = middle + 1 } else { high = middle }
        }
        return low < accepted.count && accepted[low] == index
    }
}
