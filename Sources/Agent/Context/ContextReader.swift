import EventContract
import Foundation

/// A message of `health.context.*` that was understood: what it says, and of which time.
struct ReceivedContext: Equatable, Sendable {
    let message: ContextMessage
    let from: WireTime
    let to: WireTime
}

/// Why a message of another agent is not used.
enum ContextRefusal: Error, Equatable, CustomStringConvertible {
    case unknownSubject(String)
    case tooLong(bytes: Int)
    case notUnderstood(subject: String)
    case badTime(subject: String)
    case badSpan(subject: String)
    case badCount(subject: String)

    var description: String {
        switch self {
        case .unknownSubject(let subject):
            "A message came on \(subject), which says nothing to this agent."
        case .tooLong(let bytes):
            "A context message of \(bytes) bytes is not read: "
                + "at most \(ContextReader.bytesMax) are."
        case .notUnderstood(let subject):
            "A message on \(subject) is not understood: it has not the members that "
                + "the context messages of this agent's README have."
        case .badTime(let subject):
            "A message on \(subject) has a from or to that is no UTC time "
                + "such as 2026-11-21T02:00:00Z."
        case .badSpan(let subject):
            "A message on \(subject) is about no time, or about more than "
                + "\(ContextReader.hoursMax) hours: from must lie before to."
        case .badCount(let subject):
            "A message on \(subject) counts more steps than anybody takes in that time, or less "
                + "than none."
        }
    }
}

/// Bytes that another program sent to a context message. Every input gives a message or a refusal.
enum ContextReader {
    static let bytesMax = 8_192
    static let hoursMax = 24
    /// A sprinter's four steps a second, and one that was cut by the span's edge.
    static let stepsPerSecondMax = 5.0

    static func read(
        _ payload: [UInt8], subject: String
    ) throws(ContextRefusal) -> ReceivedContext {
        guard let topic = ContextMessage.Topic(subject: subject) else {
            throw .unknownSubject(subject)
        }
        guard payload.count <= bytesMax else { throw .tooLong(bytes: payload.count) }
        guard let message = decoded(Data(payload), topic) else {
            throw .notUnderstood(subject: subject)
        }
        let (from, to) = message.ends
        guard let from = WireTime(parsing: from), let to = WireTime(parsing: to) else {
            throw .badTime(subject: subject)
        }
        let length = to.millisecondsSince1970 - from.millisecondsSince1970
        guard length > 0, length <= Int64(hoursMax) * 3_600_000 else {
            throw .badSpan(subject: subject)
        }
        if case .steps(let counted) = message {
            let steps = counted.steps
            guard steps >= 0,
                Double(steps) <= 1 + Double(length) / 1_000 * stepsPerSecondMax
            else { throw .badCount(subject: subject) }
        }
        return ReceivedContext(message: message, from: from, to: to)
    }

    private struct Enveloped<Payload: Decodable>: Decodable { let data: Payload }

    private static func decoded(_ bytes: Data, _ topic: ContextMessage.Topic) -> ContextMessage? {
        switch topic {
        case .steps: payload(StepsContext.self, bytes).map { .steps($0) }
        case .motion: payload(MotionContext.self, bytes).map { .motion($0) }
        case .sleep: payload(SleepContext.self, bytes).map { .sleep($0) }
        }
    }

    private static func payload<Payload: Decodable>(_: Payload.Type, _ bytes: Data) -> Payload? {
        let decoder = JSONDecoder()
        return (try? decoder.decode(Enveloped<Payload>.self, from: bytes))?.data
            ?? (try? decoder.decode(Payload.self, from: bytes))
    }
}

extension ContextMessage {
    fileprivate var ends: (from: String, to: String) {
        switch self {
        case .steps(let steps): (steps.from, steps.to)
        case .motion(let motion): (motion.from, motion.to)
        case .sleep(let sleep): (sleep.from, sleep.to)
        }
    }
}
