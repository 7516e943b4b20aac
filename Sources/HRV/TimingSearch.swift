import Biosignals

/// Goes over the beats of a draft with a model of its rhythm.
struct TimingSearch {
    let draft: NNDraft
    let model: TachogramModel
    let thresholds: NNEditor.Thresholds

    /// Beats whose simple score is lower are not looked at closely.
    private static let scoreMin = 3.0
    /// A beat this near, in beats, to one that stands out more waits for the next pass.
    private static let apart = 4
    /// A shift smaller than this, ms, is none.
    private static let shiftMin = 0.5

    /// The draft after one pass, and whether nothing in it changed.
    func settled() -> (hasSettled: Bool, draft: NNDraft) {
        var next = draft
        var hasSettled = true
        var found: [(index: Int, timing: BeatTiming)] = []
        for index in 0..<draft.count {
            switch draft.change(ofBeat: index)?.action {
            case .move(let shift)?:
                if reconsider(index, movedBy: shift, in: &next) { hasSettled = false }
            case .insert?:
                if adjust(index, in: &next) { hasSettled = false }
            default:
                guard index + 1 < draft.count, draft.follows[index + 1],
                    BeatTiming.score(ofBeat: index, in: model) > Self.scoreMin,
                    let timing = BeatTiming(ofBeat: index, in: model),
                    timing.saving > thresholds.evidenceMin, isPossible(index, -timing.late)
                else { continue }
                if let last = found.last, index - last.index <= Self.apart {
                    if timing.saving > last.timing.saving { found[found.count - 1] = (index, timing) }
                } else {
                    found.append((index, timing))
                }
            }
        }
        for (index, timing) in found {
            next.move(
                index, by: -timing.late, kind: .moved, before: timing.costHere,
                after: timing.costThere)
        }
        return (hasSettled && found.isEmpty, next)
    }

    /// A moved beat: back to where it was, or to where the model wants it.
    private func reconsider(_ index: Int, movedBy shift: Double, in next: inout NNDraft) -> Bool {
        guard let timing = BeatTiming(ofBeat: index, in: model, displaced: -shift) else {
            guard model.hasModel, let change = draft.change(ofBeat: index),
                change.costBefore - change.costAfter <= thresholds.evidenceMin
            else { return false }
            next.undo(beat: index)
            return true
        }
        if timing.saving <= thresholds.evidenceMin {
            next.undo(beat: index)
            return true
        }
        guard isPossible(index, -timing.late) else { return false }
        next.undo(beat: index)
        next.move(
            index, by: shift - timing.late, kind: .moved, before: timing.costHere,
            after: timing.costThere)
        return abs(timing.late) > Self.shiftMin
    }

    /// A beat that was put in.
    private func adjust(_ index: Int, in next: inout NNDraft) -> Bool {
        guard let timing = BeatTiming(ofBeat: index, in: model), isPossible(index, -timing.late),
            abs(timing.late) > Self.shiftMin
        else { return false }
        next.move(index, by: -timing.late, kind: .missed, before: 0, after: 0)
        return true
    }

    private func isPossible(_ index: Int, _ shift: Double) -> Bool {
        draft.intervals[index] + shift >= thresholds.shortest.value
            && draft.intervals[index + 1] - shift >= thresholds.shortest.value
    }
}
