import EventContract
import Foundation
import Trust

/// What granting costs: a token held to its rules, a decision of the policy, and the memory of a
/// flood and of a hundred agents. Every key is made from a number.
enum TokenCost {
    /// 2026-11-21T00:00:00Z.
    private static let now: Int64 = 1_795_219_200
    private static let clock = ClockReading(milliseconds: now * 1_000)

    static func figures() throws -> [Figure] {
        let family = try Family(agents: 100)
        return try checks(family) + [try requests(family)] + decisions() + flood()
            + [try memory()]
    }

    private static func checks(_ family: Family) throws -> [Figure] {
        var verifier = family.verifier
        let use = family.use(0)
        let times = try milliseconds(5_000) { number in
            _ = try verifier.check(
                family.documents[number % family.documents.count],
                for: family.use(number % family.documents.count), at: clock)
        }
        let header = family.signer.header(
            id: "01JD0000000000000000000000", sequence: 1, timeMilliseconds: now * 1_000,
            subject: use.subject, payload: [UInt8](repeating: 7, count: 512))
        let messages = MessageVerifier(keys: family.keyring.messageKeys(Revocations()))
        let messageTimes = try milliseconds(5_000) { _ in
            _ = try messages.verify(
                header: header, subject: use.subject, payload: [UInt8](repeating: 7, count: 512))
        }
        return [
            Figure("token check, 99 of 100 within", percentile(times, 0.99), "ms", most: 2),
            Figure("  median", percentile(times, 0.5), "ms"),
            Figure(
                "message signature check, 99 of 100 within", percentile(messageTimes, 0.99), "ms",
                most: 2),
        ]
    }

    /// Signature, replay memory and token of a request, each request another.
    private static func requests(_ family: Family) throws -> Figure {
        var requests = RequestGuard(family.verifier)
        let subject = family.use(0).subject
        let payload = [UInt8](repeating: 7, count: 128)
        let shown = (0..<4_000).map { number in
            ShownRequest(
                subject: subject, payload: payload,
                signature: family.signer.header(
                    id: "request-\(number)", sequence: 0, timeMilliseconds: now * 1_000,
                    subject: subject, payload: payload),
                token: String(decoding: family.documents[0], as: UTF8.self), account: "agent-0")
        }
        let times = try milliseconds(shown.count) { number in
            _ = try requests.check(shown[number], label: .internal, at: clock)
        }
        return Figure(
            "request with signature and token, 99 of 100 within", percentile(times, 0.99), "ms",
            most: 2)
    }

    private static func decisions() throws -> [Figure] {
        let policy = Policy()
        let operations = Trust.Operation.allCases.map(\.rawValue)
        var bytes = 0
        let times = try milliseconds(20_000) { number in
            let found = policy.evaluate(
                PolicyRequest(
                    agentId: "orchestrator", resourceId: "recording-1",
                    operation: operations[number % operations.count],
                    context: .init(origin: .bus, time: now)))
            bytes += found.bytes.count
        }
        guard bytes > 0 else { throw Failure("No decision was written.") }
        return [
            Figure(
                "policy decision and its account, 99 of 100 within", percentile(times, 0.99), "ms",
                most: 1)
        ]
    }

    /// Replay memory and budgets, full, under 10,000 requests of one sender and 10,000 of as many
    /// senders: memory stays where it is.
    private static func flood() throws -> [Figure] {
        var memory = ReplayMemory()
        var ledger = BudgetLedger(BudgetLimits(.standard))
        var refused = 0
        func request(_ holder: String, _ number: Int) {
            do {
                try memory.take(
                    holder: holder, id: "\(number)", timeMilliseconds: now * 1_000, at: clock)
                try ledger.take(.requests, holder: holder, at: Int64(number))
            } catch {
                refused += 1
            }
        }
        for number in 0..<5_000 { request("one", number) }
        for number in 0..<300 { request("other-\(number)", number) }
        let before = residentMegabytes()
        refused = 0
        for number in 0..<10_000 { request("one", 5_000 + number) }
        for number in 0..<10_000 { request("more-\(number)", number) }
        let growth = residentMegabytes() - before
        return [
            Figure("growth of memory under 20,000 requests too many", growth, "MiB", most: 1),
            Figure("  of them refused", Double(refused), ""),
        ]
    }

    /// A hundred agents' keyring, tokens, replay shares and budgets.
    private static func memory() throws -> Figure {
        let before = residentMegabytes()
        let family = try Family(agents: 100)
        var verifier = family.verifier
        var memory = ReplayMemory()
        for number in family.documents.indices {
            _ = try verifier.check(family.documents[number], for: family.use(number), at: clock)
            for message in 0..<ReplayMemory.countMax {
                try memory.take(
                    holder: "\(number)", id: "\(message)", timeMilliseconds: now * 1_000,
                    at: clock)
            }
        }
        guard memory.count == 100 * ReplayMemory.countMax, verifier.keyring.count == 101 else {
            throw Failure("Not everything was kept.")
        }
        return Figure(
            "keyring, tokens and full replay memory of 100 agents", residentMegabytes() - before,
            "MiB", most: 50)
    }

    /// Processor time of each call, sorted: other programs on the machine disturb it least.
    private static func milliseconds(
        _ count: Int, _ work: (Int) throws -> Void
    ) throws -> [Double] {
        try (0..<count).map { number in
            let began = processorMilliseconds()
            try work(number)
            return processorMilliseconds() - began
        }.sorted()
    }

    private static func processorMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
    }

    private static func percentile(_ sorted: [Double], _ share: Double) -> Double {
        sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)]
    }

    private static func residentMegabytes() -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Double(fields[1]) ?? 0) * 4_096 / 1_048_576 : 0
    }

    /// Agents with keys and a token each.
    private struct Family {
        let keyring: Keyring
        let documents: [[UInt8]]
        let signer: MessageSigner
        private let holders: [MessagePublicKey]
        private let ceilings: RoleCeilings

        init(agents: Int) throws {
            func key(_ number: Int) throws -> MessageKey {
                let seed = (0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 % 2 * 8) &* 31) }
                guard let key = MessageKey(seed: seed) else { throw Failure("No key.") }
                return key
            }
            let (root, issuer) = (try key(1_000), try key(1_001))
            var keyring = Keyring(roots: [root.publicKey])
            func add(_ agent: String, _ role: KeyringEntry.Role, _ key: MessageKey) throws {
                try keyring.add(
                    KeyringEntry(
                        agent: agent, role: role, key: key.publicKey, start: now - 1,
                        end: now + 86_400
                    ).document(signedBy: root))
            }
            try add("orchestrator", .issuer, issuer)
            var documents: [[UInt8]] = []
            var holders: [MessagePublicKey] = []
            for number in 0..<agents {
                let own = try key(number)
                try add("agent-\(number)", .member, own)
                holders.append(own.publicKey)
                let token = CapabilityToken(
                    id: "01JD\(1_000_000 + number)", issuer: "orchestrator",
                    agent: "agent-\(number)", holder: own.publicKey,
                    subjects: Self.subjects(number), start: now, expiration: now + 3_600,
                    epoch: 0, labelMax: .confidential)
                documents.append(token.document(signedBy: issuer))
            }
            self.keyring = keyring
            self.documents = documents
            self.holders = holders
            signer = MessageSigner(agent: "agent-0", key: try key(0))
            ceilings = RoleCeilings(
                (0..<agents).map {
                    RoleCeiling(
                        agent: "agent-\($0)", sends: Self.subjects($0), labelMax: .confidential)
                })
        }

        var verifier: TokenVerifier {
            TokenVerifier(
                audience: "healthypi", issuer: "orchestrator", keyring: keyring,
                ceilings: ceilings)
        }

        func use(_ number: Int) -> TokenUse {
            TokenUse(
                sender: "agent-\(number)", holder: holders[number],
                subject: "health.events.write.agent-\(number).internal.quality",
                label: .internal)
        }

        private static func subjects(_ number: Int) -> [Subject] {
            ["internal", "confidential"].flatMap { label in
                ["events", "insights"].compactMap {
                    Subject(checking: "health.\($0).write.agent-\(number).\(label).*")
                }
            }
        }
    }
}
