import Acquisition
import Biosignals
import EventContract
import HRV
import Insights
import Publishing
import Reports
import Storage
import Trust

/// One recording being replayed: its pipeline, its events' provenance and its account.
struct ReplaySession {
    var pipeline: SessionPipeline
    let factory: EventFactory
    let identifier: String
    /// The row that opens the session in the store.
    let stored: StoredSession
    private var builder: AccountBuilder
    private var records: SessionRecords
    /// Identifiers of the variability events that an insight may rest on, with their windows' ends.
    private var variability: [(end: Double, id: String)] = []

    init(reader: RecordingReader, path: String, identifier: String) throws {
        self.identifier = identifier
        let settings = SessionPipeline.Settings()
        pipeline = try SessionPipeline(
            channels: reader.channels, name: reader.name, settings: settings)
        let rate = reader.channels.map(\.rate).max() ?? 1
        let clock = SampleClock(
            rate: rate, origin: reader.start ?? .epoch, isSynced: false)
        let digest = try Self.digest(of: reader.files)
        records = SessionRecords(session: identifier, clock: clock)
        stored = StoredSession(
            id: identifier, recording: path, sha256: digest,
            startMilliseconds: clock.origin.millisecondsSince1970, payload: [])
        factory = EventFactory(
            clock: clock, channels: reader.channels,
            device: .init(model: "recording"), session: identifier, recording: reader.name,
            isReplay: true)
        builder = AccountBuilder(
            title: reader.name, format: reader.formatName,
            startText: reader.start.map {
                WireTime(millisecondsSince1970: $0.millisecondsSince1970).text
            }, comments: reader.comments, notices: reader.notices + pipeline.setAside,
            channels: reader.channels,
            every: settings.measuresEvery)
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
            let id = events.first?.id
        else { return }
        variability.append((end, id))
        variability.removeAll { $0.end < end - pipeline.settings.trendHorizon.value }
    }

    mutating func store(
        _ beats: [TimedBeat], _ items: [SessionItem], in store: Store
    ) throws {
        builder.add(beats)
        for item in items { builder.add(item) }
        try records.append(beats, items, to: store)
    }

    func account(endedBy: String) -> RecordingAccount {
        builder.finished(
            seconds: pipeline.duration, endedBy: endedBy, logs: pipeline.logs,
            used: pipeline.channelsInUse,
            usesMotion: pipeline.usesMotion)
    }

    /// SHA-256 over the recording's files in the order in which they were opened.
    private static func digest(of files: [String]) throws -> String {
        var digest = Digest()
        for file in files {
            try readBytes(of: file) { digest.update($0) }
        }
        return digest.hexadecimal
    }
}
