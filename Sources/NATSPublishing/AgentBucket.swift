public import Publishing

/// An agent's own key-value bucket, `agent_<name>`.
///
/// A value is put as a message on the key's subject and read by direct get; who wants to hear of
/// changes subscribes to the subject. Nobody needs a right to make consumers, and nothing here ever
/// sends `Nats-Rollup`, with which a broker deletes what it holds.
public struct AgentBucket: Sendable {
    /// The longest value, bytes: a broker takes messages of 64 KiB, headers included.
    public static let valueBytesMax = 63 * 1_024

    private let link: BrokerLink
    private let agent: AgentName

    public init(_ link: BrokerLink, agent: AgentName) {
        self.link = link
        self.agent = agent
    }

    /// Whose changes are to be heard; `>` for all keys.
    public func subject(_ key: String) -> String { "$KV.agent_\(agent).\(key)" }

    /// Puts a value, and waits for the broker's word that it has it.
    ///
    /// - Parameter key: one or more tokens of `A-Z a-z 0-9 _ -`, dots between them.
    /// - Returns: its revision; nil when nothing took it, as when there is no such bucket.
    @discardableResult
    public func put(_ value: [UInt8], for key: String) async throws(PublishingError) -> UInt64? {
        precondition(Self.isKey(key), "a bucket's key is tokens with dots between them")
        precondition(value.count <= Self.valueBytesMax, "a bucket's value fits into a message")
        let answer = try await link.request(value, to: subject(key))
        guard let answer, let taken = PublishAcknowledgement(answer.payload) else { return nil }
        if let error = taken.error {
            throw .refused(
                code: error.number ?? error.code, reason: error.description ?? "no reason given")
        }
        return taken.seq
    }

    /// A key's value; nil when it has none.
    public func value(for key: String) async throws(PublishingError) -> [UInt8]? {
        precondition(Self.isKey(key), "a bucket's key is tokens with dots between them")
        let answer = try await link.request(
            [], to: "$JS.API.DIRECT.GET.KV_agent_\(agent).\(subject(key))")
        guard let answer, answer.headers["Status"] == nil else { return nil }
        return answer.payload
    }

    private static func isKey(_ key: String) -> Bool {
        let tokens = key.split(separator: ".", omittingEmptySubsequences: false)
        return tokens.allSatisfy { token in
            (try? AgentName(String(token))) != nil
        }
    }
}
