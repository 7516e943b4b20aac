public import EventContract
import Trust

/// Who takes part, and what each may say and hear: roles.yaml, checked.
public struct Roles: Equatable, Sendable {
    /// The last part of `spiffe://…/agent/<name>` in certificates.
    public let trustDomain: String
    /// In the order of the file.
    public let members: [Member]

    public func member(_ name: String) -> Member? { members.first { $0.name == name } }
}

/// One agent of the family, or the orchestrator, or an observer.
public struct Member: Equatable, Sendable {
    public enum Role: String, CaseIterable, Sendable { case master, agent, observer }

    /// What a member's process may reach besides the broker. The broker cannot hold it to that; its
    /// deployment files do.
    public enum Tier: String, CaseIterable, Sendable { case isolated, local, internet }

    public let name: String
    /// Other names it goes by in plain tokens.
    public let aliases: [String]
    public let role: Role
    public let about: String
    public let tier: Tier
    /// What it may say, and what it may hear, at most.
    public let labelMax: Label
    /// Replicas connected at once. The broker takes one connection more, for a change-over.
    public let agentsMax: Int
    /// When it may hold a token. Kept here for the issuer of tokens.
    public let hours: Hours
    /// Room for its stream on the broker, MiB.
    public let storageMebibytes: Int

    /// Published and kept in its own stream.
    let stores: [Subject]
    /// Published and not kept.
    let publishes: [Subject]
    let listens: [Subject]
    /// Requests that one of its replicas answers.
    let serves: [Subject]
    /// Requests that each of its replicas answers.
    let answers: [Subject]
    let requests: [Subject]
    /// Members from whose streams it may fetch single messages.
    let fetches: [String]

    public var stream: String? { stores.isEmpty ? nil : "AGENT_\(name)" }
    public var bucket: String? { role == .observer ? nil : "agent_\(name)" }
    /// True for a request that one of its replicas answers.
    public func servesInGroup(_ subject: String) -> Bool {
        serves.contains { $0.covers(Subject(subject)) }
    }

    var inbox: Subject { Subject(tokens: ["_INBOX_\(name)", ">"]) }
}
