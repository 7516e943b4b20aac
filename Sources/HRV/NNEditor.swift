public import Biosignals

/// RR intervals to NN intervals: finds beats that were missed, invented or misplaced, and mends them
/// where one edit explains them clearly better than leaving them alone.
///
/// Flags:      the time-varying thresholds of Lipponen & Tarvainen (2019), kept from falling below
///             `Thresholds.floor`.
/// Decides:    each cluster of flagged intervals is left as it is, or one beat in it is taken out,
///             moved to the middle of its neighbours, or one to three are put in. The cost of each
///             is the sum of |ΔRR| / T1 around the cluster, plus 1 for an edit; the cheapest is
///             done if it saves more than `Thresholds.savingMin`. Up to four passes.
/// Excludes:   intervals of low quality, impossible ones, and clusters too long to mend or still
///             far off the rhythm afterwards. They leave a gap; nothing is smeared over them.
/// Ledger:     one entry per edit; one per excluded interval, so that its length can be judged.
/// Adjacency:  an interval beside a mended beat still follows the one before it.
/// Time:       near-linear in the number of beats.
/// Source:     Lipponen & Tarvainen (2019), doi:10.1080/03091902.2019.1640306.
/// Differs:    the paper classifies by fixed rules and interpolates; here the rules only point at
///             where to look, and edits act on beats, so the total time is kept.
public struct NNEditor: Equatable, Sendable {
    /// What counts as an artefact, and what as a cure.
    public struct Thresholds: Equatable, Sendable {
        /// Quality below which an interval is not used, 0…1.
        public var qualityMin = SignalQuality.usableMin
        /// Fewer intervals than this are too few to know the rhythm: only quality and the limits
        /// of the possible apply.
        public var intervalsMin = 19
        /// Shortest interval an edit may leave, and that may stay.
        public var shortest: Milliseconds = 250
        /// Longest interval that may stay.
        public var longest: Milliseconds = 3_000
        /// A longer interval is a pause: no beats are put into it.
        public var mendableMax: Milliseconds = 10_000
        /// Quartile deviations to a threshold (Lipponen & Tarvainen).
        public var deviations = 5.2
        /// Intervals that the quartile deviation is taken over (the same).
        public var deviationWindow = 91
        /// Intervals that the local median is taken over (the same).
        public var medianWindow = 11
        /// A threshold never falls below this: a very calm rhythm is not full of artefacts.
        public var floor: Milliseconds = 30
        /// An interval that takes the place of two must lie this near to the local median.
        public var mergedTolerance = 0.35
        /// What an edit must save beyond its own cost of 1.
        public var savingMin = 2.0
        /// Flagged intervals with no more than this many others between them are one cluster.
        public var clusterGap = 3
        /// A longer cluster is not mended.
        public var clusterMax = 8
        /// An unmended interval beyond these shares of the local median is not kept. Deep breaths
        /// and sighs reach 1.5 in healthy people.
        public var strays = 0.6...1.6
        public var passes = 4
        /// In a longer cluster, an interval is kept that lies within so many standard deviations of
        /// what the model of the rhythm foretells.
        public var strangenessMax = 6.0
        /// By how much the log likelihood of the rhythm must rise for a beat to be moved.
        public var evidenceMin = 10.0
        /// The rhythm is never taken to be more regular than this: standard deviation of what a
        /// model of it cannot foretell.
        public var spreadMin: Milliseconds = 5

        /// Added to the cost of taking out a beat that no second detector confirmed, or that fits
        /// the template worse than `poorFitMax`, and to that of putting one in where quality is
        /// below `goodQualityMin`.
        public var unconfirmed = -1.0
        /// Added to the cost of taking out a beat that fits better than `goodFitMin` and that a
        /// second detector did not deny.
        public var confirmed = 2.0
        public var poorFitMax = 0.5
        public var goodFitMin = 0.95
        public var goodQualityMin = 0.8
        /// A beat that came early by more than this share of the rhythm's interval is called
        /// ectopic, unless a second detector denied it.
        public var prematureMin = 0.2
        /// The two intervals of an ectopic beat may differ by this share from two of the rhythm's
        /// for the beat to be moved; beyond it they are left out.
        public var compensationTolerance = 0.2
        /// Whether an ectopic beat's intervals are left out even so.
        public var leavesEctopicOut = false

        public init() {}
    }

    /// A long cluster with so many strange intervals is left out whole.
    private static let strangeMin = 2

    public let thresholds: Thresholds
    public let rule: ArtefactRule

    /// - Parameter rule: whose way; any but `hypothesis` is as published and takes nothing from
    ///   `thresholds`.
    public init(rule: ArtefactRule = .hypothesis, thresholds: Thresholds = Thresholds()) {
        self.rule = rule
        self.thresholds = thresholds
    }

    /// - Parameters:
    ///   - ectopic: indices of intervals whose ending beat is known to be ectopic; they are treated
    ///     as such whatever their lengths say.
    ///   - undone: numbers of edits, as the ledger of the same call without them has them, that are
    ///     not to be made.
    public func edit(
        _ rr: RRIntervals, ectopic: [Int] = [], without undone: Set<BeatEdit.ID> = []
    ) -> NNIntervals {
        switch rule {
        case .hypothesis: hypothesisTested(rr, Set(ectopic)).result(without: undone)
        case .lipponenTarvainen: LipponenTarvainen.edit(rr).result(without: undone)
        default: PublishedRule(rule: rule).edit(rr).result(without: undone)
        }
    }

    private func hypothesisTested(_ rr: RRIntervals, _ ectopic: Set<Int>) -> NNDraft {
        var draft = NNDraft(rr)
        draft.leaveOut { index in
            rr.quality[index] < thresholds.qualityMin
                || rr.milliseconds[index] > thresholds.mendableMax.value
        }
        draft.rebuild()
        if draft.count >= thresholds.intervalsMin {
            mendEctopic(ectopic, in: &draft)
            let limits = mend(&draft)
            let fit = settle(&draft, ectopic)
            nameEctopic(in: &draft)
            leaveOutStrays(of: &draft, limits, fit)
        }
        leaveOutEctopic(ectopic, of: &draft)
        draft.leaveOut { [intervals = draft.intervals] index in
            intervals[index] < thresholds.shortest.value
                || intervals[index] > thresholds.longest.value
        }
        draft.rebuild()
        return draft
    }

    /// The edits that the thresholds point at.
    private func mend(_ draft: inout NNDraft) -> RhythmLimits? {
        var limits: RhythmLimits?
        for pass in 0..<thresholds.passes {
            // Found again when the worst is mended, then good enough.
            let signs = ArtefactSigns(
                of: draft, thresholds: thresholds, limits: pass < 2 ? nil : limits)
            limits = signs.limits
            var repairs: [BeatRepair] = []
            for cluster in signs.clusters(thresholds) where cluster.count <= thresholds.clusterMax {
                let search = BeatRepairSearch(
                    draft: draft, signs: signs, cluster: cluster, thresholds: thresholds)
                guard let repair = search.best,
                    repair.range.lowerBound >= repairs.last?.range.upperBound ?? 0
                else { continue }
                repairs.append(repair)
            }
            if repairs.isEmpty { break }
            for repair in repairs.reversed() { repair.carry(outIn: &draft) }
            draft.rebuild()
        }
        return limits
    }

    /// Puts beats where the model of the rhythm says, takes moves back that it does not call for, and
    /// finds those too small for the thresholds.
    private func settle(_ draft: inout NNDraft, _ ectopic: Set<Int>) -> TachogramFit? {
        var fit: TachogramFit?
        for pass in 0..<thresholds.passes {
            // Fitted again when the worst is mended, then good enough.
            let model = TachogramModel(
                of: draft, fit: pass < 2 ? nil : fit, floor: thresholds.spreadMin.value)
            fit = model.fit
            let search = TimingSearch(
                draft: draft, model: model, thresholds: thresholds, ectopic: ectopic)
            let (hasSettled, next) = search.settled()
            if hasSettled { break }
            draft = next
            draft.rebuild()
        }
        return fit
    }

    /// What is still flagged after mending, and too much to be the rhythm's own doing.
    private func leaveOutStrays(
        of draft: inout NNDraft, _ limits: RhythmLimits?, _ fit: TachogramFit?
    ) {
        let signs = ArtefactSigns(of: draft, thresholds: thresholds, limits: limits)
        let model = TachogramModel(of: draft, fit: fit, floor: thresholds.spreadMin.value)
        var isStray = Array(repeating: false, count: draft.count)
        for cluster in signs.clusters(thresholds) {
            let isStrange = cluster.map { index in
                model.strangeness(of: index).map { $0 > thresholds.strangenessMax } ?? true
            }
            let hasStray = cluster.contains { index in
                !thresholds.strays.contains(draft.intervals[index] / signs.median[index])
            }
            let isLost =
                cluster.count > thresholds.clusterMax
                && (hasStray || Self.strangeMin <= isStrange.count { $0 })
            for (index, isStrange) in zip(cluster, isStrange) {
                let share = draft.intervals[index] / signs.median[index]
                isStray[index] =
                    isLost || cluster.count > thresholds.clusterMax && isStrange
                    || !thresholds.strays.contains(share)
            }
        }
        draft.leaveOut { isStray[$0] }
        draft.rebuild()
    }
}
