import Acquisition
import Biosignals
import Insights
import Reports
import Sedentary
import Storage

/// The session's own pipeline over a recording, as `replay` and `stationary` run it, and the course of
/// every signal on its way in.
struct SessionLook: Sendable {
    private(set) var account: RecordingAccount
    private(set) var channels: [Channel]
    private(set) var files: [String] = []
    private(set) var sha256: String?
    private(set) var parameters: String
    private(set) var start: UTCTime?
    private(set) var epochs: [Epoch] = []
    private(set) var total = StationaryTotal()
    private(set) var insights: [Insight] = []
    private(set) var pulses: [TimedBeat] = []
    private(set) var envelopes: [Envelope]
    private(set) var judged: [Int: JudgedSeconds] = [:]
    private(set) var used: [Int]
    private(set) var usesMotion: Bool
    private(set) var damage: AcquisitionError?
    private(set) var wasStopped = false

    init(
        of path: String, options: ReplayOptions, isStopped: () -> Bool
    ) throws {
        let reader = try RecordingReader(opening: path, options: options.reading)
        let context = try options.context ?? ContextInput(beside: path)
        let known = SessionParameters(
            options.session, reading: options.reading, timeZone: options.timeZone, context: context)
        var session = try ReplaySession(
            reader: reader, path: path, identifier: "", parameters: known, context: context,
            personal: PersonalRecords())
        channels = reader.channels
        start = reader.start
        sha256 = session.stored.sha256
        parameters = known.digest
        envelopes = reader.channels.map { _ in Envelope() }
        used = session.pipeline.channelsInUse
        usesMotion = session.pipeline.usesMotion
        account = RecordingAccount(
            title: reader.name, format: reader.formatName, seconds: 0, endedBy: "")
        session.pipeline.verdicts = [:]
        var blocks: [SignalBlock] = []
        var ending: ReadingEnd?
        while true {
            ending = reader.step(into: &blocks, isStopped: isStopped)
            guard ending == nil else { break }
            for block in blocks {
                envelopes[block.channel].append(block.samples, at: block.start)
                session.pipeline.process(block)
            }
            session.pipeline.advance()
            collect(&session)
        }
        session.pipeline.finish()
        collect(&session)
        damage = ending?.damage
        wasStopped = ending == .stopped
        total = session.pipeline.stationaryTotal
        judged = session.pipeline.verdicts ?? [:]
        files = reader.files
        account = session.account(endedBy: (ending ?? .endOfRecording).name)
    }

    private mutating func collect(_ session: inout ReplaySession) {
        let (items, beats) = session.pipeline.take()
        session.note(beats, items)
        pulses += beats.filter { $0.source == .ppg }
        for item in items {
            switch item {
            case .epoch(let epoch): epochs.append(epoch)
            case .insight(let insight, _): insights.append(insight)
            default: break
            }
        }
    }
}
