import Acquisition
import Biosignals
import EventContract
import Storage

/// A recording run through the pipeline once more.
struct RecordedAgain {
    let digest: String
    let contextDigest: String?
    private let reader: RecordingReader
    private var session: ReplaySession

    /// - Parameters:
    ///   - personal: what is known of the person today; of it counts what was known before.
    ///   - onlyAt: the insight's time, UTC.
    init(
        _ path: String, _ parameters: SessionParameters, personal: PersonalRecords,
        onlyAt: WireTime
    ) throws {
        reader = try RecordingReader(opening: path, options: parameters.reading)
        let context = try Self.context(of: path, parameters)
        contextDigest = context?.sha256
        let origin = reader.start ?? .epoch
        var before = personal
        if let began = parameters.localClock(origin: reader.start).dayAndMinute(at: 0) {
            before.forget(from: began.day * 1_440 + began.minute)
        }
        session = try ReplaySession(
            reader: reader, path: path, identifier: "", parameters: parameters, context: context,
            personal: before,
            onlyAt: Double(
                onlyAt.millisecondsSince1970 - origin.millisecondsSince1970) / 1_000)
        digest = session.stored.sha256 ?? ""
    }

    /// Where it lay, else beside the recording, which may have been moved.
    private static func context(
        of recording: String, _ parameters: SessionParameters
    ) throws -> ContextInput? {
        guard let path = parameters.contextPath else { return nil }
        if let input = try? ContextInput(at: path) { return input }
        return try ContextInput(beside: recording)
    }

    /// What is said now at the time of an insight, of the same kind; nil if nothing is.
    func insight(
        like event: CloudEvent<InsightPayload>, isStopped: () -> Bool
    ) throws -> InsightPayload? {
        var session = session
        var blocks: [SignalBlock] = []
        // Two channels may be told of at one time: of those the one with the same words.
        func said() -> InsightPayload? {
            var found: InsightPayload?
            for item in session.pipeline.take().items {
                guard case .insight = item,
                    let timed = session.journal.factory.event(for: item, inputs: []),
                    case .insight(let kind, _, let payload) = timed.draft
                else { continue }
                if timed.time.text == event.time, EventKind.insight(kind).type == event.type {
                    if payload.explanation.reason == event.data.explanation.reason {
                        return payload
                    }
                    found = found ?? payload
                }
            }
            return found
        }
        while reader.step(into: &blocks, isStopped: isStopped) == nil {
            for block in blocks { session.pipeline.process(block) }
            session.pipeline.advance()
            if let found = said() { return found }
        }
        session.pipeline.finish()
        return said()
    }
}
