import Publishing

/// A JetStream stream's configuration, as far as it is ours to say.
///
/// Producer's own stream; nobody can purge, delete or roll up what is in it; anyone permitted may
/// fetch single messages directly; the oldest go first when a limit is met.
struct StreamConfiguration: Codable, Equatable, Sendable {
    struct Republish: Codable, Equatable, Sendable {
        let src: String
        let dest: String
    }

    var name: String
    var subjects: [String]
    var storage = "file"
    var retention = "limits"
    var discard = "old"
    /// Nanoseconds; 30 days.
    var maxAge: Int64 = 30 * 24 * 3_600 * 1_000_000_000
    /// 1 GiB.
    var maxBytes: Int64 = 1 << 30
    var replicas = 1
    /// Nanoseconds; 2 minutes.
    var duplicateWindow: Int64 = 120 * 1_000_000_000
    var denyDelete = true
    var denyPurge = true
    var allowRollup: Bool? = false
    var allowDirect: Bool? = true
    var republish: Republish?

    init(agent: AgentName) {
        name = agent.stream
        subjects = ["health.events.write.\(agent).>", "health.insights.write.\(agent).>"]
        republish = Republish(
            src: "health.insights.write.\(agent).internal.*", dest: "health.insights.write")
    }

    /// The same, with the limits and replicas an operator may have set on the existing stream.
    func keepingLimits(of existing: StreamConfiguration) -> StreamConfiguration {
        var merged = self
        merged.maxAge = existing.maxAge
        merged.maxBytes = existing.maxBytes
        merged.replicas = existing.replicas
        return merged
    }

    enum CodingKeys: String, CodingKey {
        case name, subjects, storage, retention, discard, republish
        case maxAge = "max_age"
        case maxBytes = "max_bytes"
        case replicas = "num_replicas"
        case duplicateWindow = "duplicate_window"
        case denyDelete = "deny_delete"
        case denyPurge = "deny_purge"
        case allowRollup = "allow_rollup_hdrs"
        case allowDirect = "allow_direct"
    }
}

/// JetStream's answer to a question about a stream, or to making or updating one.
struct StreamReply: Decodable {
    let config: StreamConfiguration?
    let error: PublishAcknowledgement.Refusal?
}
