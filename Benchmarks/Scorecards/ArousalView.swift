import Biosignals
import Insights

/// A way of looking at the same people: which minutes count, and what the usual is taken from.
struct ArousalView {
    let id: String
    let title: String
    let settings: ArousalSettings
    /// The usual of the whole session but the look, which nobody living has: more looks.
    let inHindsight: Bool

    static let all: [ArousalView] = {
        let product = ArousalSettings()
        var anyPulse = product
        anyPulse.usableMin = 0
        var anyHand = anyPulse
        anyHand.accelerationMax = .init(.greatestFiniteMagnitude)
        return [
            ArousalView(
                id: "live", title: "as the agent would", settings: product, inHindsight: false),
            ArousalView(
                id: "hindsight", title: "the same, usual from the whole session",
                settings: product, inHindsight: true),
            ArousalView(
                id: "anyPulse", title: "pulses of any quality", settings: anyPulse,
                inHindsight: false),
            ArousalView(
                id: "anyHand", title: "pulses of any quality, hands moving",
                settings: anyHand, inHindsight: false),
        ]
    }()

    /// Looks that end a minute apart overlap in four fifths: their number flatters.
    func looks(_ people: [ArousalPerson]) -> (looks: [ArousalLook], silences: [String: Int]) {
        var looks: [ArousalLook] = []
        var silences: [String: Int] = [:]
        for (index, person) in people.enumerated() {
            for end in person.windows.indices {
                let now = person.windows[end].window.upperBound
                guard let isStress = person.isStress(now - settings.look.value..<now),
                    let evidence = ArousalEvidence(
                        history(person.windows, end), settings: settings)
                else { continue }
                let outcome = ArousalFinding.outcome(of: evidence, settings: settings)
                switch outcome {
                case .raised: silences["raised, \(isStress ? "stress" : "rest")", default: 0] += 1
                case .silent(let reason): silences[reason.code, default: 0] += 1
                }
                let model = ArousalModel()
                guard Self.isJudged(outcome), let skin = model.skin(evidence),
                    let heart = model.heart(evidence)
                else { continue }
                looks.append(
                    ArousalLook(
                        person: index, isStress: isStress, skin: skin.value, heart: heart.value))
            }
        }
        return (looks, silences)
    }

    /// Whether it was the numbers that were judged, and not what stood in their way.
    private static func isJudged(_ outcome: ArousalFinding.Outcome) -> Bool {
        switch outcome {
        case .raised, .silent(.neitherRaised), .silent(.skinAlone), .silent(.heartAlone),
            .silent(.notSure):
            true
        case .silent: false
        }
    }

    private func history(_ windows: [ArousalWindow], _ end: Int) -> ArousalHistory {
        var history = ArousalHistory()
        guard inHindsight else {
            for window in windows[...end] { history.append(window) }
            return history
        }
        let first = max(0, end - Int(settings.look.value / 60) + 1)
        // Everything else is moved to before the look, behind the time that electrodes settle.
        let settling = Int(settings.electrodeSettling.value / 60)
        let others = windows[..<first] + windows[(end + 1)...]
        let moved = windows[..<min(settling, windows.count)] + others.dropFirst(settling)
        for (place, window) in (moved + windows[first...end]).enumerated() {
            history.append(window.moved(to: Double(60 * place)))
        }
        return history
    }
}

/// Five minutes of a person, and how far skin and heart were above the usual.
struct ArousalLook {
    let person: Int
    let isStress: Bool
    let skin: Double
    let heart: Double
}

extension ArousalWindow {
    fileprivate func moved(to start: Double) -> ArousalWindow {
        ArousalWindow(
            window: start..<start + 60, state: state, acceleration: acceleration, skin: skin,
            heart: heart, skinTemperature: skinTemperature)
    }
}
