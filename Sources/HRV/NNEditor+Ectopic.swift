import Biosignals

/// Beats that did not come from the sinus node.
///
/// A premature beat with its pause takes the time of two beats of the rhythm: moved to where the rhythm
/// puts it, it costs the measures less than the two intervals left out would (5 in 5 minutes, records of
/// `ArtefactPart`). One that resets the rhythm has no such place; its intervals are left out.
extension NNEditor {
    /// Moves the beats that are known to be ectopic between their neighbours, and leaves out the
    /// intervals of those that have no pause.
    func mendEctopic(_ ectopic: Set<Int>, in draft: inout NNDraft) {
        guard !ectopic.isEmpty else { return }
        let medians = RunningQuantiles.columns(
            of: draft.intervals, window: thresholds.medianWindow, shares: [0.5])[0]
        for index in draft.intervals.indices where ectopic.contains(draft.beats[index].interval) {
            guard hasPause(index, in: draft, rhythm: medians[index]),
                !(index > 0 && ectopic.contains(draft.beats[index - 1].interval)),
                !(index + 1 < draft.count && ectopic.contains(draft.beats[index + 1].interval))
            else {
                draft.leaveOut(around: index, kind: .ectopic, before: 0, after: 0)
                continue
            }
            let half = (draft.intervals[index] + draft.intervals[index + 1]) / 2
            draft.move(
                index, by: half - draft.intervals[index], kind: .ectopic, before: 0, after: 0)
        }
        draft.rebuild()
    }

    /// Names the moved ones, and leaves out the intervals of any other.
    func leaveOutEctopic(_ ectopic: Set<Int>, of draft: inout NNDraft) {
        guard !ectopic.isEmpty else { return }
        for index in draft.intervals.indices {
            let beat = draft.beats[index]
            guard beat.inserted == nil, ectopic.contains(beat.interval) else { continue }
            let change = draft.change(ofBeat: index)
            if !thresholds.leavesEctopicOut, case .move? = change?.action {
                draft.name(.ectopic, beat: index)
            } else {
                draft.undo(beat: index)
                draft.leaveOut(around: index, kind: .ectopic, before: 0, after: 0)
            }
        }
        draft.rebuild()
    }

    /// Gives moved beats that came early the name they deserve.
    func nameEctopic(in draft: inout NNDraft) {
        for index in draft.intervals.indices {
            guard draft.isReconstructed[index], let change = draft.change(ofBeat: index),
                case .move(let shift) = change.action,
                shift > thresholds.prematureMin * draft.intervals[index],
                draft.rr.evidence[change.place.interval]?.isConfirmed != false
            else { continue }
            if thresholds.leavesEctopicOut {
                draft.undo(beat: index)
                draft.leaveOut(
                    around: index, kind: .ectopic, before: change.costBefore,
                    after: change.costAfter)
            } else {
                draft.name(.ectopic, beat: index)
            }
        }
        if thresholds.leavesEctopicOut { draft.rebuild() }
    }

    private func hasPause(_ index: Int, in draft: NNDraft, rhythm: Double) -> Bool {
        guard index + 1 < draft.count, draft.follows[index + 1] else { return false }
        let sum = draft.intervals[index] + draft.intervals[index + 1]
        return abs(sum - 2 * rhythm) <= thresholds.compensationTolerance * 2 * rhythm
    }
}
