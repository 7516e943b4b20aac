import Foundation
import Glibc
import Publishing
import TestKit
import Testing

@testable import NATSPublishing

/// Somebody on a broker who asks an agent, on a thread of its own: what comes back, headers and all.
actor Asker {
    private let executor = BlockingExecutor(label: "asker")
    private let connection: BrokerConnection
    private let answers = MessageQueue(countMax: 20_000, bytesMax: 256 << 20)
    private var came: [String: [IncomingMessage]] = [:]
    private var heard: [String: MessageQueue] = [:]
    private var count = 0
    /// Where answers to it go.
    let inbox: String

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// - Parameter inbox: two tokens at least.
    init(_ settings: BrokerSettings, inbox: String) throws {
        connection = try BrokerConnection(settings)
        self.inbox = inbox
        try connection.subscribe(inbox + ".>", group: nil, into: answers)
        try connection.flush(milliseconds: 5_000)
    }

    /// - Returns: nil when nobody answered in time.
    func ask(
        _ subject: String, _ body: String, headers: [(name: String, value: String)] = [],
        seconds: Double = 20
    ) throws -> IncomingMessage? {
        let reply = try send(subject, Array(body.utf8), headers: headers)
        return try answer(to: reply, seconds: seconds)
    }

    /// Sends without waiting; the answers are had with `collect`.
    @discardableResult
    func send(
        _ subject: String, _ body: [UInt8], headers: [(name: String, value: String)] = []
    ) throws -> String {
        count += 1
        let reply = "\(inbox).\(count)"
        try send(subject, body, reply: reply, headers: headers)
        return reply
    }

    /// With any reply subject.
    func send(
        _ subject: String, _ body: [UInt8], reply: String,
        headers: [(name: String, value: String)] = []
    ) throws {
        try connection.send(body, to: subject, replySubject: reply, headers: headers)
    }

    /// Waits until so many answers have come, or the time is up.
    func collect(_ wanted: Int, seconds: Double = 60) throws -> [IncomingMessage] {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var all = came.values.flatMap { $0 }
        while all.count < wanted, ContinuousClock.now < deadline {
            all += answers.takeAll()
            if let ending = connection.ending { throw ending }
            _ = poll(nil, 0, 2)
        }
        came = [:]
        return all
    }

    /// Waits for the broker's word that something it was to say since the last time was refused.
    func wasRefused(within seconds: Double = 20) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if !connection.heard().refusals.isEmpty { return true }
            if let ending = connection.ending { throw ending }
            _ = poll(nil, 0, 2)
        }
        return false
    }

    /// Hears what is said on a subject from here on.
    func listen(_ subject: String) throws {
        let queue = MessageQueue(countMax: 1_000, bytesMax: 16 << 20)
        try connection.subscribe(subject, group: nil, into: queue)
        try connection.flush(milliseconds: 5_000)
        heard[subject] = queue
    }

    /// The first on a subject listened to that is like this; nil if none came in time.
    func heard(
        _ subject: String, seconds: Double = 30, where isWanted: (IncomingMessage) -> Bool
    ) -> IncomingMessage? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if let found = heard[subject]?.takeAll().first(where: isWanted) { return found }
            _ = poll(nil, 0, 2)
        }
        return nil
    }

    private func answer(to reply: String, seconds: Double) throws -> IncomingMessage? {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            for message in answers.takeAll() { came[message.subject, default: []].append(message) }
            if let found = came.removeValue(forKey: reply)?.first { return found }
            if let ending = connection.ending { throw ending }
            _ = poll(nil, 0, 2)
        }
        return nil
    }
}

extension IncomingMessage {
    var text: String { String(decoding: payload, as: UTF8.self) }

    /// The rule by which it refuses, if it does.
    var rule: String? {
        struct Refusal: Decodable {
            struct Reason: Decodable { let rule: String }
            let error: Reason
        }
        return (try? JSONDecoder().decode(Refusal.self, from: Data(payload)))?.error.rule
    }
}
