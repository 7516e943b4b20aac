import Foundation
import NATSPublishing
import Publishing
import Realm

/// Tries a matrix out on a live broker, one connection a member.
///
/// What is sent is empty, unsigned and headed `Sa-Probe`, so that nobody may act on it; and it asks
/// for a stream that does not exist, so that no stream of events keeps it.
struct AccessRunner {
    struct Result: Sendable {
        let cell: AccessCell
        /// True when the broker let it pass.
        let passed: Bool

        var isRight: Bool { passed == cell.isAllowed }
    }

    private static let marks = ["Sa-Probe": "1", "Nats-Expected-Stream": "warden-probe"]
    private static let streamDiffers = 10_060
    private static let heardWithin = Duration.seconds(1)
    private static let handedOverWithin = Duration.milliseconds(25)

    let access: RealmAccess
    private var probes: [String: AccessProbe] = [:]

    init(_ access: RealmAccess) { self.access = access }

    mutating func run(_ cells: [AccessCell]) async throws -> [Result] {
        for member in access.realm.roles.members {
            probes[member.name] = try await AccessProbe.connect(access.settings(member.name))
        }
        var results: [Result] = []
        var left = cells[...]
        while let first = left.first {
            let batch = Self.batch(left)
            left = left.dropFirst(batch.count)
            let passed = try await attempt(batch)
            results += zip(batch, passed).map { Result(cell: $0, passed: $1) }
            for name in first.listeners { await probes[name]?.stopListening() }
        }
        return results
    }

    /// The first attempt, and those of its kind and member behind it that can be made with it.
    private static func batch(_ cells: ArraySlice<AccessCell>) -> [AccessCell] {
        var batch: [AccessCell] = []
        var subjects: Set<String> = []
        for cell in cells {
            if let first = batch.first {
                guard cell.member == first.member, batch.count < AccessProbe.countMax else { break }
                switch (first.action, cell.action) {
                case (.publish, .publish): break
                case (.listen, .listen(let subject, _)) where !subjects.contains(subject): break
                default: return batch
                }
            }
            if case .listen(let subject, _) = cell.action { subjects.insert(subject) }
            batch.append(cell)
        }
        return batch
    }

    private func attempt(_ batch: [AccessCell]) async throws -> [Bool] {
        guard let first = batch.first else { return [] }
        let own = try probe(first.member)
        switch first.action {
        case .publish:
            let subjects = batch.compactMap { cell in
                if case .publish(let subject) = cell.action { subject } else { nil }
            }
            return try await own.publish(each: subjects, headers: Self.marks)
        case .listen:
            let subjects = batch.compactMap { cell -> (subject: String, group: String?)? in
                if case .listen(let subject, let group) = cell.action {
                    (subject, group)
                } else {
                    nil
                }
            }
            return try await own.listen(each: subjects)
        default:
            return [try await attempt(first)]
        }
    }

    private func probe(_ name: String) throws -> AccessProbe {
        guard let probe = probes[name] else {
            throw WardenFailure(code: Exit.usage, text: "\(name) is no member.")
        }
        return probe
    }

    private func attempt(_ cell: AccessCell) async throws -> Bool {
        let own = try probe(cell.member)
        switch cell.action {
        case .publish(let subject):
            return try await own.publish(subject, headers: Self.marks)
        case .store(let subject):
            return try await own.request(subject, headers: Self.marks)?.errorNumber
                == Self.streamDiffers
        case .listen(let subject, let group):
            return try await own.listen(subject, group: group)
        case .hear(let subject, let speaker):
            guard try await own.listen(subject) else { return false }
            guard try await probe(speaker).publish(subject, headers: Self.marks) else {
                return false
            }
            return await arrives(subject, own)
        case .rollUp(let subject):
            let reply = try await own.request(
                subject, headers: ["Sa-Probe": "1", "Nats-Rollup": "sub"])
            return reply?.errorNumber == nil
        case .takeIdentifier(let owner):
            return try await takesIdentifier(own, of: owner, cell.member)
        case .answerTo(let subject, let service, let server, let witness):
            return try await isAnswered(own, on: subject, service, server, witness)
        case .fetchTo(let subject, let witness), .acknowledgeTo(let subject, let witness):
            return try await brokerSends(own, cell, to: subject, witness)
        }
    }

    private func arrives(_ subject: String, _ listener: AccessProbe) async -> Bool {
        let deadline = ContinuousClock.now + Self.heardWithin
        while ContinuousClock.now < deadline {
            if await !listener.heard(subject).isEmpty { return true }
            await Task.yield()
        }
        return false
    }

    private func key(_ member: String) -> String {
        "$KV.\(access.realm.roles.member(member)?.bucket ?? "").warden-probe"
    }
}

extension AccessRunner {
    /// Both put the same id into a bucket of their own; the owner's must not count as said before.
    private func takesIdentifier(
        _ own: AccessProbe, of owner: String, _ member: String
    ) async throws -> Bool {
        let headers = ["Sa-Probe": "1", "Nats-Msg-Id": "warden-\(UUID().uuidString)"]
        _ = try await own.request(key(member), headers: headers)
        // Where only its owner may say something, the id cannot get in either.
        let foreign = try await own.publish(key(owner), headers: headers)
        let reply = try await probe(owner).request(key(owner), headers: headers)
        return foreign || reply?.isDuplicate != false
    }

    /// A service answers wherever it is told to; the answer must not reach others.
    private func isAnswered(
        _ own: AccessProbe, on subject: String, _ service: String, _ server: String,
        _ witness: String
    ) async throws -> Bool {
        let serving = try probe(server)
        let group = access.realm.roles.member(server)?.servesInGroup(service) == true ? server : nil
        _ = try await serving.listen(service, group: group)
        let seen = try await watch(subject, witness)
        _ = try await own.publish(service, replySubject: subject, headers: ["Sa-Probe": "1"])
        let deadline = ContinuousClock.now + Self.heardWithin
        while ContinuousClock.now < deadline {
            if let request = await serving.heard(service).first, let reply = request.replySubject {
                _ = try await serving.publish(reply, headers: ["Sa-Probe": "1"])
                break
            }
            await Task.yield()
        }
        try await serving.settle()
        return try await isSeen(seen, subject, own)
    }

    /// The broker answers a request for a stored message, and a message stored, wherever it is told
    /// to; that must not reach others.
    private func brokerSends(
        _ own: AccessProbe, _ cell: AccessCell, to subject: String, _ witness: String
    ) async throws -> Bool {
        let seen = try await watch(subject, witness)
        let key = key(cell.member)
        let put = try await own.request(key, headers: ["Sa-Probe": "1"])
        guard put?.errorNumber == nil else { return true }
        let bucket = access.realm.roles.member(cell.member)?.bucket ?? ""
        var asked = key
        if case .fetchTo = cell.action { asked = "$JS.API.DIRECT.GET.KV_\(bucket).\(key)" }
        _ = try await own.publish(asked, replySubject: subject, headers: ["Sa-Probe": "1"])
        // The same again with an answer to us: when that is here, the other has been sent.
        _ = try await own.request(asked, headers: ["Sa-Probe": "1"])
        return try await isSeen(seen, subject, own)
    }

    private func watch(_ subject: String, _ witness: String) async throws -> AccessProbe {
        let witness = try probe(witness)
        guard try await witness.listen(subject) else {
            throw WardenFailure(
                code: Exit.unavailable, text: "Nobody can watch \(subject) on this broker.")
        }
        _ = await witness.heard(subject)
        return witness
    }

    /// What would have come is with the witness's client once both sides have been to the broker
    /// and back, and is handed over soon after.
    private func isSeen(
        _ witness: AccessProbe, _ subject: String, _ own: AccessProbe
    ) async throws -> Bool {
        try await own.settle()
        try await witness.settle()
        let deadline = ContinuousClock.now + Self.handedOverWithin
        while ContinuousClock.now < deadline {
            if await !witness.heard(subject).isEmpty { return true }
            await Task.yield()
        }
        return false
    }
}
