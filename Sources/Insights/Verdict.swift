/// What a rule finds before it is put into words: something to tell, or why not.
enum Verdict<Told: Sendable>: Sendable {
    case told(Told)
    case silent(Silence)

    var told: Told? { if case .told(let told) = self { told } else { nil } }

    /// - Parameter insight: puts it into words.
    func decision(_ insight: (Told) -> Insight) -> Decision {
        switch self {
        case .told(let told): .say(insight(told))
        case .silent(let silence): .silent(silence)
        }
    }
}

extension Verdict: Equatable where Told: Equatable {}
