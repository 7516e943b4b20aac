import Biosignals
import RealModule

/// Goes over the beats of a draft with a model of its rhythm.
///
/// One beat that stands out must do so by `evidenceMin`; where several do within five minutes less is
/// asked of each, so that the share of false ones among them stays the same.
/// Source: Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
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
    private static let scoreMin = 2.5
    /// A beat this near, in beats, to one that stands out more waits for the next pass.
    private static let apart = 4
    /// Beats on either side among which suspects are counted.
    private static let reach = 150
    /// Of the suspects on either side, so many are looked at.
    private static let suspectsMax = 64
    /// A shift smaller than this, ms, is none.
    private static let shiftMin = 0.5

    /// The draft after one pass, and whether nothing in it changed.
    func settled() -> (hasSettled: Bool, draft: NNDraft) {
        var next = draft
        var hasSettled = true
        var suspects: [Suspect] = []
        for index in 0..<draft.count {
            let shift: Double?
            switch draft.change(ofBeat: index)?.action {
            case .insert?:
                if adjust(index, in: &next) { hasSettled = false }
                continue
            case .move? where isKnown(index):
                if adjust(index, in: &next) { hasSettled = false }
                continue
            case .move(let earlier)?: shift = earlier
            default:
                if isKnown(index) { continue }
                guard BeatTiming.score(ofBeat: index, in: model) > Self.scoreMin else { continue }
                shift = nil
            }
            if let timing = BeatTiming(ofBeat: index, in: model, displaced: -(shift ?? 0)) {
                note(Suspect(index: index, timing: timing, shift: shift), in: &suspects)
            } else if isDoubtful(index) {
                next.undo(beat: index)
                hasSettled = false
            }
        }
        let isGuilty = verdicts(suspects)
        for (suspect, isGuilty) in zip(suspects, isGuilty) {
            if carryOut(suspect, isGuilty, in: &next) { hasSettled = false }
        }
        return (hasSettled, next)
    }

    /// Of new suspects near to each other only the one that stands out most is kept.
    private func note(_ suspect: Suspect, in suspects: inout [Suspect]) {
        guard suspect.shift != nil || isPossible(suspect.index, -suspect.timing.late) else { return }
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
        guard model.hasModel, let change = draft.change(ofBeat: index) else { return false }
        return change.costBefore - change.costAfter <= thresholds.evidenceMin
    }

    private func verdicts(_ suspects: [Suspect]) -> [Bool] {
        var (low, high) = (0, 0)
        return suspects.indices.map { number in
            let index = suspects[number].index
            while suspects[low].index < index - Self.reach { low += 1 }
            while high < suspects.count, suspects[high].index <= index + Self.reach { high += 1 }
            let near = max(low, number - Self.suspectsMax)..<min(high, number + Self.suspectsMax)
            let savings = suspects[near].map(\.timing.saving).sorted(by: >)
            var least = Double.infinity
            for (rank, saving) in zip(1..., savings) {
                let asked =
                    thresholds.evidenceMin - thresholds.evidenceScale * Double.log(Double(rank))
                if saving > asked { least = saving }
            }
            return suspects[number].timing.saving >= least
        }
    }

    /// Whether anything changed.
    private func carryOut(_ suspect: Suspect, _ isGuilty: Bool, in next: inout NNDraft) -> Bool {
        let (index, timing) = (suspect.index, suspect.timing)
        guard isGuilty else {
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
        next.move(index, by: -timing.late, kind: .ectopic, before: timing.costHere,
            after: timing.costThere)
        return true
    }

    private func isPossible(_ index: Int, _ shift: Double) -> Bool {
        index + 1 < draft.count
            && draft.intervals[index] + shift >= thresholds.shortest.value
            && draft.intervals[index + 1] - shift >= thresholds.shortest.value
    }
}
