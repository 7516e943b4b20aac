import Biosignals

/// A change of a draft that a search proposes.
struct BeatRepair {
    enum Action {
        /// Takes the beat out that ends the first interval of the range.
        case remove
        /// Moves that beat, ms.
        case move(by: Double)
        /// Cuts the interval into these pieces.
        case insert([Double])
    }

    /// Intervals of the draft that it concerns.
    let range: Range<Int>
    let action: Action
    let costBefore: Double
    let costAfter: Double

    func carry(outIn draft: inout NNDraft) {
        let index = range.lowerBound
        switch action {
        case .remove: draft.remove(index, before: costBefore, after: costAfter)
        case .move(let shift):
            draft.move(index, by: shift, kind: .moved, before: costBefore, after: costAfter)
        case .insert(let pieces):
            draft.insert(pieces, into: index, before: costBefore, after: costAfter)
        }
    }
}
