/// An insight in the four lines in which every agent of the family says its own.
public struct FamilyBrief: Sendable {
    /// Without indentation.
    public let lines: [String]

    public init(
        agent: String = "Health Agent", headline: String, reason: String,
        data: [RecordingAccount.Datum], confidence: Double?, confidenceKind: String
    ) {
        let numbers = data.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
        let sure = confidence.map { Text.number($0, digits: 2) } ?? "—"
        lines = [
            "\(agent): \(headline)", "Reason: \(reason)", "Data: \(numbers)",
            "Confidence: \(sure) (\(Text.confidenceKind(confidenceKind, of: confidence)))",
        ]
    }
}
