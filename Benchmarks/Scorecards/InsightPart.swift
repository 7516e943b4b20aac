import Calibrating
import Insights

/// Whole insights on seeded days that nothing was fitted to: does what is said with a confidence of
/// 0.9 come true nine times in ten, and does the confidence tell one insight from another?
struct InsightPart: ScorecardPart {
    mutating func prepare(_ peers: PeerRun) throws {}

    func score(_ peers: PeerRun, into board: inout Board) throws {
        let said = InsightDays.run(seeds: InsightDays.tested)
        let calibration = Calibration.stationary
        let score = Reliability(
            said.map {
                Reliability.Case(
                    subject: $0.item.subject,
                    probability: calibration.apply($0.item.probability, unrest: $0.unrest),
                    isTrue: $0.item.isTrue)
            }
        ).capped
        let skill = score.interval(of: \.brierSkill)
        print(
            "\nWhole insights by \(calibration.id), \(InsightDays.tested.count) seeded days that "
                + "it was not fitted on\n\n  as said: \(score.text)")
        board.note("insights.days.ece", Pass.live, score.calibrationError)
        board.note("insights.days.brierSkill", Pass.live, score.brierSkill)
        board.note("insights.days.brierSkillLeast", Pass.live, skill.lowerBound)
    }
}
