import Biosignals

/// Goes over the beats of a draft with a model of its rhythm.
struct TimingSearch {
    /// A beat that may be misplaced, or has been taken to be.
    private struct Suspect {
        let index: Int
        let timing: BeatTiming
        /// How far it has been moved, ms; nil if it stands where it was found.
        let shift: Double?
    }

    let draft: NNDraft
    let model: TachogramModel
    let thresholds: NNEditor.Thresholds
    /// Beats known to be ectopic, by the interval they end: never moved back.
    let ectopic: Set<Int>

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
        var suspects: [Suspect] = []
        for index in 0..<draft.count {
            let shift: Double?
            switch draft.isReconstructed[index] ? draft.change(ofBeat: index)?.action : nil {
            case .insert?:
                if adjust(index, in: &next) { hasSettled = false }
                continue
            case .move? where isKnown(index):
                if adjust(index, in: &next) { hasSettled = false }
                continue
            case .move(let earlier)?: shift = earlier
            default:
                if isKnown(index) { continue }
                guard model.score(ofBeat: index) > Self.scoreMin else { continue }
                shift = nil
            }
            if let timing = BeatTiming(ofBeat: index, in: model, displaced: -(shift ?? 0)) {
                note(Suspect(index: index, timing: timing, shift: shift), in: &suspects)
            } else if isDoubtful(index) {
                next.undo(beat: index)
                hasSettled = false
            }
        }
        for suspect in suspects where carryOut(suspect, in: &next) { hasSettled = false }
        return (hasSettled, next)
    }

    /// Of new suspects near to each other only the one that stands out most is kept.
    private func note(_ suspect: Suspect, in suspects: inout [Suspect]) {
        guard suspect.shift != nil || isPossible(suspect.index, -suspect.timing.late) else {
            return
        }
        guard let last = suspects.last, suspect.index - last.index <= Self.apart,
            suspect.shift == nil || last.shift == nil
        else {
            suspects.append(suspect)
            return
        }
        let isStronger = suspect.timing.saving > last.timing.saving
        if last.shift == nil, suspect.shift != nil || isStronger {
            suspects[suspects.count - 1] = suspect
        }
    }

    private func isKnown(_ index: Int) -> Bool {
        !ectopic.isEmpty && ectopic.contains(draft.beats[index].interval)
    }

    /// A moved beat too near to a gap for the model, moved for little.
    private func isDoubtful(_ index: Int) -> Bool {
        guard !model.isEmpty, let change = draft.change(ofBeat: index) else { return false }
        return change.costBefore - change.costAfter <= thresholds.evidenceMin
    }

    /// Whether anything changed.
    private func carryOut(_ suspect: Suspect, in next: inout NNDraft) -> Bool {
        let (index, timing) = (suspect.index, suspect.timing)
        guard timing.saving > thresholds.evidenceMin else {
            if suspect.shift != nil { next.undo(beat: index) }
            return suspect.shift != nil
        }
        guard isPossible(index, -timing.late) else { return false }
        if suspect.shift != nil { next.undo(beat: index) }
        next.move(
            index, by: (suspect.shift ?? 0) - timing.late, kind: .moved, before: timing.costHere,
            after: timing.costThere)
        return suspect.shift == nil || abs(timing.late) > Self.shiftMin
    }

    /// A beat that was put in, or must be moved; whether it was moved.
    private func adjust(_ index: Int, in next: inout NNDraft) -> Bool {
        guard let timing = BeatTiming(ofBeat: index, in: model), isPossible(index, -timing.late),
            abs(timing.late) > Self.shiftMin
        else { return false }
        next.move(
            index, by: -timing.late, kind: .ectopic, before: timing.costHere,
            after: timing.costThere)
        return true
    }

    private func isPossible(_ index: Int, _ shift: Double) -> Bool {
        index + 1 < draft.count
            && draft.intervals[index] + shift >= thresholds.shortest.value
            && draft.intervals[index + 1] - shift >= thresholds.shortest.value
    }
}
