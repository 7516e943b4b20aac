import Foundation
import Insights

/// Arousal at the wrist: phases of stress against phases of rest, by heart, by skin, by both.
///
/// The truth is what people were asked to do, not what their bodies did. Six people are no ground for
/// a claim: what is printed is how many looks there are and how wide the intervals.
struct ArousalPart: ScorecardPart {
    private static let set = "eda_ppg_acc/stress_predict"
    private static let channels: [(name: String, score: @Sendable (ArousalLook) -> Double)] = [
        ("heart", { 2 * $0.heart }), ("skin", { 2 * $0.skin }), ("both", { $0.skin + $0.heart }),
    ]

    let folder: DataFolder

    init(folder: DataFolder) { self.folder = folder }

    mutating func prepare(_ peers: PeerRun) throws {}

    func score(_ peers: PeerRun, into board: inout Board) throws {
        guard let names = folder.records(of: Self.set, endingIn: "") else { return }
        let people = try names.filter { $0.hasPrefix("S") }.compactMap {
            Progress.say("arousal of \($0)")
            return try ArousalPerson(folder: folder, set: Self.set, name: $0)
        }
        Progress.clear()
        print(
            """

            Arousal, Stress-Predict, wrist: looks of 5 minutes, a minute apart, in phases of stress
            (Stroop, interview, hyperventilation) against phases of rest; \(people.count) people.
            A channel by itself counts double. Neighbouring looks share four minutes, so that five
            tell about as much as one; the units were chosen with these people in view.
            """)
        for view in ArousalView.all { report(view, people, into: &board) }
        try ArousalBodies().score(into: &board)
    }

    private func report(
        _ view: ArousalView, _ people: [ArousalPerson], into board: inout Board
    ) {
        let (looks, silences) = view.looks(people)
        let counts = people.indices.map { index in
            let own = looks.filter { $0.person == index }
            return "\(people[index].name) \(own.count(where: \.isStress))/"
                + "\(own.count { !$0.isStress })"
        }
        print("\n\(view.title): looks of stress/rest: " + counts.joined(separator: ", "))
        let said = silences.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print("outcomes: " + said.joined(separator: ", ") + "\n")
        guard !looks.isEmpty else { return }
        print(
            Text.column("", 28)
                + "looks people   AUC [95 %]          within   Brier  skill    ECE")
        for channel in Self.channels {
            line(
                channel.name + ", as compiled in",
                cases(looks, channel.score) { _ in
                    ArousalFit(offset: ArousalModel.Weights().offset, weight: 1)
                }, task: "arousal.\(view.id).\(channel.name)", into: &board)
            line(
                channel.name + ", one left out",
                cases(looks, channel.score) { ArousalFit($0) },
                task: "arousal.\(view.id).\(channel.name).fitted", into: &board)
        }
        if let fit = ArousalFit(looks.map { ($0.skin + $0.heart, $0.isStress) }) {
            print(
                String(
                    format: "fit to all: offset %.2f, weight of the scores %.2f", fit.offset,
                    fit.weight))
        }
    }

    /// Each person judged by a fit to the others, whose share of stress is the prior.
    private func cases(
        _ looks: [ArousalLook], _ score: (ArousalLook) -> Double,
        fit: ([(score: Double, isStress: Bool)]) -> ArousalFit?
    ) -> [ArousalScore.Case] {
        Set(looks.map(\.person)).sorted().flatMap { person -> [ArousalScore.Case] in
            let others = looks.filter { $0.person != person }
            let stressed = others.count(where: \.isStress)
            guard stressed > 0, stressed < others.count,
                let fit = fit(others.map { (score($0), $0.isStress) })
            else { return [] }
            let prior = Double(stressed) / Double(others.count)
            return looks.filter { $0.person == person }.map {
                ArousalScore.Case(
                    person: person, isStress: $0.isStress,
                    probability: fit.probability(score($0), prior: prior))
            }
        }
    }

    private func line(
        _ name: String, _ cases: [ArousalScore.Case], task: String, into board: inout Board
    ) {
        let score = ArousalScore(cases: cases)
        let area = score.area.map { String(format: "%.2f", $0) } ?? "–"
        let interval = score.interval(\.area).map {
            String(format: "[%.2f, %.2f]", $0.lowerBound, $0.upperBound)
        }
        let within = score.areaWithin.map { String(format: "%.2f of %d", $0.mean, $0.people) }
        func number(_ value: Double?) -> String {
            Text.right(value.map { String(format: "%.3f", $0) } ?? "–", 7)
        }
        print(
            Text.column(name, 28) + String(format: "%5d%7d   ", score.cases.count, score.people)
                + Text.column("\(area) \(interval ?? "no interval")", 20)
                + Text.column(within ?? "–", 10)
                + number(score.brier) + number(score.skill) + number(score.calibrationError))
        board.note(task + ".auc", Pass.live, score.area)
        board.note(task + ".brier", Pass.live, score.brier)
        board.note(task + ".ece", Pass.live, score.calibrationError)
    }
}
