import Acquisition
import Biosignals
import EventContract
import Foundation
import HRV
import Insights
import Publishing
import Reports
import Storage
import Trust

/// One recording being replayed: its pipeline, its events' provenance and its account.
struct ReplaySession {
    var pipeline: SessionPipeline
    var journal: SessionJournal
    /// The row that opens the session in the store.
    let stored: StoredSession
    private var builder: AccountBuilder

    init(
        reader: RecordingReader, path: String, identifier: String,
        parameters: SessionParameters, context: ContextInput? = nil,
        personal: PersonalRecords, rollsAtEveryBeat: Bool = false, isShown: Bool = false,
        onlyAt: Double? = nil
    ) throws {
        var settings = parameters.settings
        settings.rollsAtEveryBeat = rollsAtEveryBeat
        settings.isShown = isShown
        settings.keepsFacts = onlyAt == nil
        settings.localClock = parameters.localClock(origin: reader.start)
        settings.onlyAt = onlyAt
        pipeline = try SessionPipeline(
            channels: reader.channels, name: reader.name, settings: settings, personal: personal)
        let rate = reader.channels.map(\.rate).max() ?? 1
        let clock = SampleClock(
            rate: rate, origin: reader.start ?? .epoch, isSynced: false)
        context?.file.tell(
            &pipeline,
            origin: WireTime(millisecondsSince1970: clock.origin.millisecondsSince1970))
        let digest = try Self.digest(of: reader.files)
        stored = StoredSession(
            id: identifier, recording: URL(fileURLWithPath: path).path, sha256: digest,
            startMilliseconds: clock.origin.millisecondsSince1970,
            payload: try parameters.bytes)
        var factory = EventFactory(
            clock: clock, channels: reader.channels,
            origins: [
                .init(
                    device: .init(model: "recording"),
                    clock: .init(synced: clock.isSynced))
            ], originOfChannel: reader.channels.map { _ in 0 }, session: identifier,
            recording: reader.name, isReplay: true)
        factory.parameters = parameters.digest
        journal = SessionJournal(
            identifier: identifier, factory: factory, trendHorizon: settings.trendHorizon)
        builder = AccountBuilder(
            title: reader.name, format: reader.formatName,
            startText: reader.start.map {
                WireTime(millisecondsSince1970: $0.millisecondsSince1970).text
            }, comments: reader.comments,
            notices: reader.notices + pipeline.setAside
                + [context?.notice].compactMap { $0 },
            channels: reader.channels,
            every: settings.measuresEvery)
    }

    mutating func note(_ beats: [TimedBeat], _ items: [SessionItem]) {
        builder.add(beats)
        for item in items { builder.add(item) }
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
