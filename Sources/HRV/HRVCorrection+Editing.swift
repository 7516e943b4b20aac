public import Biosignals

extension HRVCorrection {
    /// NN intervals, and what was found on the way to them.
    public struct Corrected: Equatable, Sendable {
        public let nn: NNIntervals
        /// Why the rhythm allows no heart rate variability; nil if it does, or if nobody asked.
        public let objection: Unavailable?
    }

    /// RR to NN intervals the way the tool does it.
    ///
    /// Only ours looks for ectopic beats and judges the rhythm: the others would have stated a value.
    /// - Parameter undone: numbers in the ledger of edits that are not to be made.
    public func applied(to rr: RRIntervals, without undone: Set<BeatEdit.ID> = []) -> Corrected {
        switch self {
        case .hypothesisTests:
            let ectopic = RhythmRegularity.withoutWaves(EctopicBeats(of: rr).indices, of: rr)
            let finding = RhythmRegularity.judge(rr, ectopic: ectopic)
            return Corrected(
                nn: NNEditor().edit(rr, ectopic: ectopic, without: undone),
                objection: finding.objection.map { .rhythmIrregular(evidence: $0) })
        case .lipponenTarvainen:
            return Corrected(
                nn: NNEditor(rule: .lipponenTarvainen).edit(rr, without: undone), objection: nil)
        case .rule(let rule, _):
            return Corrected(nn: NNEditor(rule: rule).edit(rr, without: undone), objection: nil)
        case .none:
            return Corrected(nn: NNIntervals(unedited: rr), objection: nil)
        case .removal(let range, let changeMax):
            return Corrected(
                nn: Self.removed(rr, range, changeMax, without: undone), objection: nil)
        }
    }

    /// Leaves out what lies outside the range of the possible or too far from the interval before it;
    /// each stands in the ledger.
    private static func removed(
        _ rr: RRIntervals, _ range: ClosedRange<Double>, _ changeMax: Double,
        without undone: Set<BeatEdit.ID>
    ) -> NNIntervals {
        var draft = NNDraft(rr)
        draft.leaveOut { index in
            let interval = rr.milliseconds[index]
            guard range.contains(interval / 1_000) else { return true }
            guard index > 0, rr.followsPrevious[index] else { return false }
            let before = rr.milliseconds[index - 1]
            return abs(interval - before) > changeMax * before
        }
        draft.rebuild()
        return draft.result(without: undone)
    }
}
