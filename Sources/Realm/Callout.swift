import Foundation
public import Trust

/// Who is let in by the broker's question (auth callout): a member, by its own NKey, with a token
/// that holds; and of what its role allows, what the token does.
public struct Callout: Sendable {
    /// What the broker says of a connection.
    struct Question: Decodable {
        struct Server: Decodable { let id: String }
        struct Client: Decodable { let nonce: String? }
        struct Login: Decodable {
            let nkey: String?
            let sig: String?
            let token: String?

            enum CodingKeys: String, CodingKey {
                case nkey, sig
                case token = "auth_token"
            }
        }
        struct Content: Decodable {
            let server: Server
            let user: String
            let client: Client
            let login: Login

            enum CodingKeys: String, CodingKey {
                case server = "server_id"
                case user = "user_nkey"
                case client = "client_info"
                case login = "connect_opts"
            }
        }

        let iss: String
        let nats: Content
    }

    /// Whom it may be shown to, if a token says so.
    public static let audience = "broker"
    /// s anybody is let in for before the broker asks again: what was revoked ends with that.
    static let standingSeconds: Int64 = 900

    private let roles: Roles
    private let plan: AccessPlan
    /// Member by login key.
    private let members: [String: String]
    private let key: CalloutKey
    /// What it has seen before outlives a new keyring and new revocations.
    public private(set) var tokens: TokenVerifier

    /// - Parameters:
    ///   - publicKeys: `U…` by member's name.
    ///   - tokens: for the audience `broker`.
    public init(
        _ roles: Roles, publicKeys: [String: String], key: CalloutKey, tokens: TokenVerifier
    ) {
        self.roles = roles
        plan = AccessPlan(roles)
        members = Dictionary(
            publicKeys.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        self.key = key
        self.tokens = tokens
    }

    /// What the broker is told, and a line for whoever watches; nil for what no broker asked.
    ///
    /// - Parameter id: of the answer, new.
    public mutating func answer(
        _ text: String, id: String, at clock: ClockReading
    ) -> (answer: String, line: String)? {
        guard let bytes = CalloutQuestion.claims(of: text),
            let question = try? JSONDecoder().decode(Question.self, from: Data(bytes)),
            question.iss == question.nats.server.id,
            CalloutQuestion(text, from: question.iss) != nil
        else { return nil }
        let asked = question.nats
        do throws(Refusal) {
            let welcome = try welcome(asked, at: clock)
            return (
                key.answer(
                    welcome, user: asked.user, server: question.iss, id: id, at: clock.seconds),
                "let in \(welcome.name)"
            )
        } catch {
            return (
                key.refusal(
                    error.rule.rawValue, user: asked.user, server: question.iss, id: id,
                    at: clock.seconds), "refused: \(error)"
            )
        }
    }

    private mutating func welcome(
        _ asked: Question.Content, at clock: ClockReading
    ) throws(Refusal) -> CalloutKey.Welcome {
        guard let nkey = asked.login.nkey, let name = members[nkey] else {
            throw Refusal(.keyUnknown, "Nobody of this realm logs in with this key.")
        }
        guard let nonce = asked.client.nonce,
            let signature = asked.login.sig.flatMap(CalloutQuestion.signature),
            NKey.verifies(signature, of: Array(nonce.utf8), by: nkey)
        else { throw Refusal(.signatureWrong, "The key did not sign the broker's nonce.") }
        return try welcome(name, token: asked.login.token, at: clock)
    }

    /// A member whose login holds, and what its token lets it do.
    mutating func welcome(
        _ name: String, token text: String?, at clock: ClockReading
    ) throws(Refusal) -> CalloutKey.Welcome {
        guard let grant = plan.grant(name) else {
            throw Refusal(.agentUnknown, "Nobody of that name takes part.")
        }
        let sends = grant.member.stores + grant.member.publishes + grant.member.requests
        let publish = grant.publishAllowed.filter { subject in !sends.contains(subject) }
        // A token says what its holder may send. Who sends nothing has none, and its key lets it in.
        if sends.isEmpty {
            return CalloutKey.Welcome(
                name: name, account: name, publish: publish.map(\.description),
                subscribe: grant.listenAllowed.map(\.text),
                expiration: try clock.trustedTime() + Self.standingSeconds)
        }
        guard let text else { throw Refusal(.tokenMissing, "\(name) shows no token.") }
        guard let document = CapabilityToken.document(ofLogin: text) else {
            throw Refusal(.textForm, "What \(name) shows is no token in base64url.")
        }
        let token = try tokens.verified(document, isSensitive: false, at: clock)
        guard token.oneOff == nil else {
            throw Refusal(.actionDiffers, "A token for one action lets nobody in.")
        }
        guard token.agent == name else {
            throw Refusal(.agentDiffers, "\(name) shows the token of \(token.agent).")
        }
        if let audience = token.audience, !audience.contains(Self.audience) {
            throw Refusal(.audienceDiffers, "The token is not for the broker.")
        }
        _ = try roles.ceilings.check(
            agent: name, subjects: token.subjects, label: token.labelMax)
        return CalloutKey.Welcome(
            name: name, account: name,
            publish: (publish + token.subjects).map(\.description),
            subscribe: grant.listenAllowed.map(\.text),
            expiration: min(token.expiration, try clock.trustedTime() + Self.standingSeconds))
    }
}
