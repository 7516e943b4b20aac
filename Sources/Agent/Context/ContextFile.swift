import Acquisition
import EventContract
import Foundation

/// What other agents said while something was recorded, kept beside it as JSON Lines, in the order
/// in which it came: `{"received":"2026-11-21T02:00:05Z","subject":"health.context.steps",
/// "data":{"from":"…","to":"…","steps":12}}`.
struct ContextFile: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        let received: WireTime
        let context: ReceivedContext
    }

    /// A year of minutes.
    static let linesMax = 1_000_000

    let entries: [Entry]
    /// Lines that were not understood: their numbers, the first few, and how many there were.
    let refused: (count: Int, first: [Int])

    static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.entries == rhs.entries && lhs.refused.count == rhs.refused.count
    }

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
            let received = WireTime(parsing: head.received),
            let context = try? ContextReader.read(line, subject: head.subject)
        else { return nil }
        return Entry(received: received, context: context)
    }

    /// What was said, in the seconds of a session that began at `origin`.
    func facts(since origin: WireTime) -> [ContextFact] {
        entries.map { entry in
            ContextFact(
                entry.context,
                known: Double(
                    entry.received.millisecondsSince1970 - origin.millisecondsSince1970) / 1_000,
                origin: origin)
        }
    }

    /// One line of the file, with its line feed.
    static func line(_ message: ContextMessage, received: WireTime) throws -> [UInt8] {
        struct Written<Payload: Encodable>: Encodable {
            let received: String
            let subject: String
            let data: Payload
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let subject = message.topic.subject
        let data =
            switch message {
            case .steps(let steps):
                try encoder.encode(
                    Written(received: received.text, subject: subject, data: steps))
            case .motion(let motion):
                try encoder.encode(
                    Written(received: received.text, subject: subject, data: motion))
            case .sleep(let sleep):
                try encoder.encode(
                    Written(received: received.text, subject: subject, data: sleep))
            }
        return Array(data) + [UInt8(ascii: "\n")]
    }
}
