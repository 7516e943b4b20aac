import Acquisition
import Biosignals
import EventContract
import Storage

/// A recording run through the pipeline once more.
struct RecordedAgain {
    let digest: String
    private let reader: RecordingReader
    private var session: ReplaySession

    init(_ path: String, _ parameters: SessionParameters) throws {
        reader = try RecordingReader(opening: path, options: parameters.reading)
        session = try ReplaySession(
            reader: reader, path: path, identifier: "", parameters: parameters)
        digest = session.stored.sha256 ?? ""
    }

    /// What is said now at the time of an insight, of the same kind; nil if nothing is.
    func insight(
        like event: CloudEvent<InsightPayload>, isStopped: () -> Bool
    ) throws -> InsightPayload? {
        var session = session
        var blocks: [SignalBlock] = []
        func said() -> InsightPayload? {
            for item in session.pipeline.take().items {
                guard case .insight = item,
                    let timed = session.journal.factory.event(for: item, inputs: []),
                    case .insight(let kind, _, let payload) = timed.draft
                else { continue }
                if timed.time.text == event.time, EventKind.insight(kind).type == event.type {
                    return payload
                }
            }
            return nil
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
