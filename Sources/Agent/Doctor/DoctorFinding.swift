/// What one check of `doctor` came to.
public struct DoctorFinding: Encodable, Equatable, Sendable {
    public enum Verdict: String, Encodable, Sendable {
        case good
        /// It works, and could work better.
        case warning
        case bad
        /// It could not be looked at, and why is said.
        case unknown
    }

    public let check: String
    public let verdict: Verdict
    public let says: String
    /// What to do; nil where there is nothing to do.
    public let remedy: String?

    public init(_ check: String, _ verdict: Verdict, _ says: String, remedy: String? = nil) {
        self.check = check
        self.verdict = verdict
        self.says = says
        self.remedy = remedy
    }
}
