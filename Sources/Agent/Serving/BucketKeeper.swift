import EventContract
import NATSPublishing
import Publishing
import Storage
import Trust

/// Decides when what lies in the agent's bucket is put anew: state when it changes, baselines a few
/// times a day. A broker without the bucket is asked again later; nothing depends on it.
struct BucketKeeper {
    /// State that stays the same is put so often all the same.
    static let stateEvery = Duration.seconds(900)
    static let baselinesEvery = Duration.seconds(6 * 3_600)

    private let bucket: AgentBucket
    /// Asked each time: an erasure destroys the key while the agent runs.
    private let seal: @Sendable () throws -> PayloadSeal
    private var state: (state: AgentHeartbeat.State, session: String?)?
    private var statePut: Duration?
    private var baselinesLooked: Duration?
    private var baselines: [StoredBaselineRow]?

    init(_ bucket: AgentBucket, seal: @escaping @Sendable () throws -> PayloadSeal) {
        self.bucket = bucket
        self.seal = seal
    }

    /// - Parameter rows: asked for only when baselines are due.
    mutating func keep(
        _ heartbeat: AgentHeartbeat, sequence: UInt64, at now: Duration, isLast: Bool = false,
        rows: () async throws -> (person: String, rows: [StoredBaselineRow])
    ) async {
        let isNew = state.map { $0 != (heartbeat.state, heartbeat.session) } ?? true
        if isNew || isDue(statePut, Self.stateEvery, now) {
            statePut = now
            // Kept as put only once the broker has it: what failed is put with the next beat.
            let value = try? BucketValues.state(heartbeat, sequence: sequence)
            if let value, await put(value, BucketValues.stateKey) {
                state = (heartbeat.state, heartbeat.session)
            }
        }
        guard isLast || isDue(baselinesLooked, Self.baselinesEvery, now) else { return }
        guard let found = try? await rows() else { return }
        baselinesLooked = now
        guard found.rows != baselines else { return }
        let values = try? BucketValues.baselines(
            found.rows, person: found.person, seal: try seal(), bytesMax: AgentBucket.valueBytesMax)
        var areAllPut = true
        for (key, value) in values ?? [] where areAllPut { areAllPut = await put(value, key) }
        if areAllPut { baselines = found.rows }
    }

    private func isDue(_ last: Duration?, _ every: Duration, _ now: Duration) -> Bool {
        last.map { now - $0 >= every } ?? true
    }

    private func put(_ value: [UInt8], _ key: String) async -> Bool {
        let revision = try? await bucket.put(value, for: key)
        return revision != nil
    }
}
