import Agent
import EventContract
import Reports

/// An insight for a person: the family's brief form, then everything it rests on.
struct ExplanationText {
    let text: String

    init(_ event: CloudEvent<InsightPayload>) {
        let data = event.data
        let explanation = data.explanation
        var lines = FamilyBrief(
            agent: data.brief.agent, headline: data.brief.headline, reason: data.brief.reason,
            data: data.brief.data.data, confidence: data.brief.confidence?.value,
            confidenceKind: explanation.confidenceKind
        ).lines
        lines += [
            "", "\(data.text), said \(event.time) (\(event.id))", "Reason: \(explanation.reason)",
        ]
        lines += ["", "It rests on"]
        for claim in explanation.claims {
            let datum = explanation.data[claim.quantity]
            var line = "  \(claim.id)  \(claim.quantity) \(Self.number(claim.value)) \(claim.unit)"
            if let ends = datum?.ci95, ends.count == 2 {
                line += ", 95 % interval \(Self.number(ends[0])) to \(Self.number(ends[1]))"
            }
            lines.append(line)
            lines.append("      from \(claim.window.joined(separator: " to "))")
        }
        for (name, datum) in explanation.data.sorted(by: { $0.key < $1.key })
        where datum.available == false {
            lines.append(
                "      \(name) is not known: nothing came from \(datum.source ?? "others")")
        }
        lines += [
            "",
            "Confidence \(Self.number(explanation.confidence)) (\(explanation.confidenceKind)), of",
        ]
        lines += explanation.confidenceTerms.map { "  \(Self.number($0.value))  \($0.name)" }
        lines += ["", "It would have been otherwise"]
        lines += explanation.wouldChangeIf.map { "  \($0)" }
        lines += ["", "What it does not know"]
        lines += explanation.limits.map { "  \($0)" }
        text = lines.map { Text.printable($0) }.joined(separator: "\n") + "\n"
    }

    private static func number(_ number: WireNumber?) -> String {
        guard let value = number?.value else { return "—" }
        return value == value.rounded()
            ? Text.number(value, digits: 0) : Text.number(value, digits: 2)
    }
}
