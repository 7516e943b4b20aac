import Biosignals
import Insights

/// What a session keeps so that its insights can be derived again, besides epochs and measures.
enum SessionFact: Sendable {
    /// A minute that arousal is told from.
    case window(ArousalWindow)
    /// What an insight rested on; for each insight that the session says there is one, in order.
    case insight(InsightFact)
}
