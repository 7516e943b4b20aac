import EventContract
import Foundation
import Reports
import Trust

/// A decision of the policy, for a person.
enum PolicyText {
    static func text(_ found: PolicyEvaluation) -> String {
        let asked = found.request.context
        var rows = [
            ("decision", found.verdict.rawValue), ("rule", found.rule.rawValue),
            ("reason", found.reason),
        ]
        if !found.conditions.isEmpty {
            rows.append(("conditions", found.conditions.joined(separator: ", ")))
        }
        if let end = found.expiresAt, end > 0 {
            rows.append(
                (
                    "holds until",
                    Date(timeIntervalSince1970: Double(end)).formatted(.iso8601)
                ))
        }
        rows += [
            ("audited", found.isAuditRequired ? "yes" : "no"), ("who", found.request.agentId),
            ("asks for", found.request.operation), ("of", found.request.resourceId),
            ("by way of", asked.origin.rawValue), ("mode", found.mode.rawValue),
            ("label", "\(asked.label.rawValue), ceiling \(asked.ceiling.rawValue)"),
            ("approved", asked.isApproved ? "yes" : "no"),
        ]
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            Text.printable(
                name.padding(toLength: width, withPad: " ", startingAt: 0) + "  " + value)
        }.joined(separator: "\n")
    }
}
