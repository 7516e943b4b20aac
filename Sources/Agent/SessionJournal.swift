import Biosignals
import EventContract
import Insights
import Publishing
import Storage

/// One session's findings on their way out: what events say of them, what the store keeps besides,
/// and which events an insight rests on.
struct SessionJournal {
    let identifier: String
    var factory: EventFactory
    private var records: SessionRecords
    private let trendHorizon: Double
    /// Identifiers of the variability events that an insight may rest on, with their windows' ends.
    private var variability: [(end: Double, id: String)] = []

    init(identifier: String, factory: EventFactory, trendHorizon: Seconds) {
        self.identifier = identifier
        self.factory = factory
        self.trendHorizon = trendHorizon.value
        records = SessionRecords(session: identifier, clock: factory.clock)
    }

    func event(for item: SessionItem) -> EventFactory.Timed? {
        var inputs: [String] = []
        if case .insight(let insight, _) = item {
            let windows = insight.claims.map(\.window)
            inputs = variability.filter { entry in
                windows.contains { $0.lowerBound < entry.end && entry.end <= $0.upperBound }
            }.map(\.id)
        }
        return factory.event(for: item, inputs: inputs)
    }

    /// Remembers the events that later insights name as their inputs.
    mutating func note(_ events: [OutgoingEvent], for timed: EventFactory.Timed) {
        guard case .hrv(.hrv, let payload) = timed.draft,
            let end = payload.window.endSeconds?.value,
            // A day's variability is no window of a trend.
            end - (payload.window.startSeconds?.value ?? 0) < DayOfIntervals.lengthMin,
            let id = events.first?.id
        else { return }
        variability.append((end, id))
        variability.removeAll { $0.end < end - trendHorizon }
    }

    mutating func store(
        _ beats: [TimedBeat], _ items: [SessionItem], _ facts: [SessionFact] = [],
        in store: Store
    ) throws {
        try records.append(beats, items, facts, to: store)
    }
}
