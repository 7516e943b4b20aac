import EventContract
import Foundation
import Trust

/// A request for a decision as a person or a log writes it.
struct PolicyQuestion: Decodable {
    struct Context: Decodable {
        let origin: String?
        let time: Int64?
        let label, ceiling: String?
        let points, bytes: Int64?
        let credential, budget: String?
        let tokenEnd: Int64?
        let approved: Bool?
        let mode, verdict, rule: String?
        let agentCeiling: String?
        let answers: [String]?
        let approvalLife: Int64?

        enum CodingKeys: String, CodingKey {
            case origin, time, label, ceiling, points, bytes, credential, budget, approved, mode
            case verdict, rule, answers
            case tokenEnd = "token_end"
            case agentCeiling = "agent_ceiling"
            case approvalLife = "approval_life"
        }
    }

    let id: String?
    let agentId, resourceId, operation: String
    let context: Context

    func request(named name: String) throws -> PolicyRequest {
        func word<Word: RawRepresentable & CaseIterable>(
            _ type: Word.Type, _ key: String, _ text: String
        ) throws -> Word where Word.RawValue == String {
            if let word = Word(rawValue: text) { return word }
            let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .badInput, "\(name): context.\(key) is \"\(text)\". It is one of: \(all).")
        }
        func rule(_ key: String, _ text: String?) throws -> Rule? {
            try text.map { try word(Rule.self, key, $0) }
        }
        let numbers = [
            ("time", context.time), ("points", context.points), ("bytes", context.bytes),
            ("tokenEnd", context.tokenEnd), ("approval_life", context.approvalLife),
        ]
        for (key, number) in numbers {
            guard let number, !(0...9_007_199_254_740_991).contains(number) else { continue }
            throw Failure(
                .badInput, "\(name): context.\(key) is \(number). It is 0 to 9007199254740991.")
        }
        return PolicyRequest(
            agentId: agentId, resourceId: resourceId, operation: operation,
            context: PolicyRequest.Context(
                origin: try word(RequestOrigin.self, "origin", context.origin ?? "bus"),
                time: context.time ?? 0,
                label: try word(Label.self, "label", context.label ?? "internal"),
                ceiling: try word(Label.self, "ceiling", context.ceiling ?? "internal"),
                points: context.points ?? 0, bytes: context.bytes ?? 0,
                credential: try rule("credential", context.credential),
                budget: try rule("budget", context.budget), tokenEnd: context.tokenEnd,
                isApproved: context.approved ?? false))
    }

    static func text(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "the key \(key.stringValue) is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(path(context)) has a value of another kind."
        default: "it is no JSON object with agentId, resourceId, operation and context."
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty
            ? "it" : context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
