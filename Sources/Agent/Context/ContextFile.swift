import Acquisition
import EventContract
import Foundation

/// What other agents said while something was recorded, kept beside it as JSON Lines, in the order
/// in which it came: `{"received":"2026-11-21T02:00:05Z","subject":"health.context.steps",
/// "data":{"from":"…","to":"…","steps":12}}`. A board's motion bit stands there too, on the subject
/// `board.motion` with `{"moving":true}`: once when the board came, then whenever it changed.
struct ContextFile: Sendable {
    struct Entry: Equatable, Sendable {
        enum Content: Equatable, Sendable {
            case told(ReceivedContext)
            case boardMotion(Bool)
        }

        let received: WireTime
        let content: Content
    }

    /// The name it has in the folder of a recording.
    static let name = "context.jsonl"
    private static let boardMotion = "board.motion"

    /// A year of minutes.
    static let linesMax = 1_000_000

    let entries: [Entry]
    /// Lines that were not understood: their numbers, the first few, and how many there were.
    let refused: (count: Int, first: [Int])

    /// - Throws: `AcquisitionError` if the file cannot be read.
    init(at path: String) throws(AcquisitionError) {
        var bytes: [UInt8] = []
        try readBytes(of: path) { bytes += $0 }
        self.init(bytes)
    }

    init(_ bytes: [UInt8]) {
        var entries: [Entry] = []
        var count = 0
        var first: [Int] = []
        let lines = bytes.split(
            separator: UInt8(ascii: "\n"), maxSplits: Self.linesMax,
            omittingEmptySubsequences: false)
        for (index, line) in lines.prefix(Self.linesMax).enumerated() where !line.isEmpty {
            if let entry = Self.entry(Array(line)) {
                entries.append(entry)
            } else {
                count += 1
                if first.count < 5 { first.append(index + 1) }
            }
        }
        self.entries = entries
        refused = (count, first)
    }

    private struct Line: Decodable {
        let received: String
        let subject: String
    }

    private static func entry(_ line: [UInt8]) -> Entry? {
        guard line.count <= 2 * ContextReader.bytesMax,
            let head = try? JSONDecoder().decode(Line.self, from: Data(line)),
            let received = WireTime(parsing: head.received)
        else { return nil }
        if head.subject == boardMotion {
            let moved = try? JSONDecoder().decode(Written<Moved>.self, from: Data(line))
            return moved.map { Entry(received: received, content: .boardMotion($0.data.moving)) }
        }
        let context = try? ContextReader.read(line, subject: head.subject)
        return context.map { Entry(received: received, content: .told($0)) }
    }

    /// Tells a session that began at `origin` everything that was said.
    func tell(_ pipeline: inout SessionPipeline, origin: WireTime) {
        for entry in entries {
            let known =
                Double(entry.received.millisecondsSince1970 - origin.millisecondsSince1970)
                / 1_000
            switch entry.content {
            case .told(let received):
                pipeline.tell(ContextFact(received, known: known, origin: origin))
            case .boardMotion(let isMoving): pipeline.noteBoardMotion(isMoving, at: known)
            }
        }
    }

    private struct Written<Payload: Codable>: Codable {
        let received: String
        let subject: String
        let data: Payload
    }

    private struct Moved: Codable { let moving: Bool }

    /// One line of the file, with its line feed.
    static func line(_ message: ContextMessage, received: WireTime) throws -> [UInt8] {
        let subject = message.topic.subject
        switch message {
        case .steps(let steps): return try line(steps, on: subject, received)
        case .motion(let motion): return try line(motion, on: subject, received)
        case .sleep(let sleep): return try line(sleep, on: subject, received)
        }
    }

    static func line(boardMotion isMoving: Bool, received: WireTime) throws -> [UInt8] {
        try line(Moved(moving: isMoving), on: boardMotion, received)
    }

    private static func line<Payload: Codable>(
        _ payload: Payload, on subject: String, _ received: WireTime
    ) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let written = Written(received: received.text, subject: subject, data: payload)
        return Array(try encoder.encode(written)) + [UInt8(ascii: "\n")]
    }
}
