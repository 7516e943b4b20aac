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
        let kind = Text.confidenceKind(
            explanation.confidenceKind, of: explanation.confidence?.value)
        lines += ["", "It rests on"]
        for claim in explanation.claims {
            let datum = explanation.data[claim.quantity]
            let number = Self.number(claim.value, claim.unit, datum?.ci95)
            let brief = Self.inBrief(claim, data.brief.data)
            lines.append("  \(claim.id)  \(claim.quantity) \(number)\(brief)")
            lines.append("      from \(claim.window.joined(separator: " to "))")
        }
        for (name, datum) in explanation.data.sorted(by: { $0.key < $1.key })
        where datum.available == false {
            lines.append(
                "      \(name) is not known: nothing came from \(datum.source ?? "others")")
        }
        lines += [
            "",
            "Confidence \(Self.share(explanation.confidence)) (\(kind)), of",
        ]
        lines += explanation.confidenceTerms.map { "  \(Self.share($0.value))  \($0.name)" }
        lines += ["", "It would have been otherwise"]
        lines += explanation.wouldChangeIf.map { "  \($0)" }
        lines += ["", "What it does not know"]
        lines += explanation.limits.map { "  \($0)" }
        text = lines.map { Text.printable($0) }.joined(separator: "\n") + "\n"
    }

    private static func number(
        _ number: WireNumber?, _ unit: String, _ ends: [WireNumber]?
    ) -> String {
        guard let value = number?.value else { return "—" }
        let interval: ClosedRange<Double>? = ends.flatMap { ends in
            guard ends.count == 2, ends[0].value <= ends[1].value else { return nil }
            return ends[0].value...ends[1].value
        }
        return Text.claim(value, unit: unit, interval95: interval)
    }

    /// 0…1.
    private static func share(_ number: WireNumber?) -> String {
        number.map { Text.claim($0.value, unit: "1") } ?? "—"
    }

    /// The flat form rounds minutes to 10; where that shows, it is said.
    private static func inBrief(
        _ claim: InsightPayload.Claim, _ numbers: InsightPayload.Brief.Numbers
    ) -> String {
        let minutes: Int? =
            switch claim.quantity {
            case "stationary_time": numbers.stationaryTime
            case "sitting_time": numbers.sittingTime
            default: nil
            }
        return claim.value.map { Text.inBrief(minutes, of: $0.value) } ?? ""
    }
}
