import EventContract
import Foundation
import NATSPublishing

/// Whether a request is answered at all, and as whose.
///
/// An answer goes where the request says, and this agent may publish in places where the asker may
/// not. So it goes to inboxes only, never to a subject that means something, and never to its own.
struct RequestGate: Sendable {
    enum Asker: Hashable, Sendable {
        case member(String)
        /// On a broker without accounts nobody can tell.
        case anybody
        /// Somebody whom the roles do not name: told so, and nothing else.
        case unknown

        /// As decisions name it.
        var name: String {
            switch self {
            case .member(let name): name
            case .anybody: "anybody"
            case .unknown: "unknown"
            }
        }

        /// Whose account the broker says it is.
        var account: String? {
            if case .member(let name) = self { name } else { nil }
        }
    }

    static let accountHeader = "Nats-Request-Info"
    private static let replyBytesMax = 256

    let agent: String
    /// By member, in a realm; nil on a broker without accounts.
    private let ceilings: [String: Label]?
    private let ceiling: Label

    /// - Parameters:
    ///   - ceilings: the most confidential that each member may see; nil on a broker without
    ///     accounts, where whoever may ask may also listen.
    ///   - ceiling: what leaves this agent at most, whoever asks.
    init(agent: String, ceilings: [String: Label]?, ceiling: Label) {
        self.agent = agent
        self.ceilings = ceilings
        self.ceiling = ceiling
    }

    /// Who asks; nil when nothing must be answered.
    func asker(of message: IncomingMessage) -> Asker? {
        guard let reply = message.replySubject, isInbox(reply) else { return nil }
        guard let ceilings else { return .anybody }
        guard let account = Self.account(of: message), ceilings[account] != nil else {
            return .unknown
        }
        return .member(account)
    }

    /// The most confidential that this asker may see.
    func ceiling(of asker: Asker) -> Label {
        switch asker {
        case .member(let name): min(ceilings?[name] ?? .public, ceiling)
        case .anybody: ceiling
        case .unknown: .public
        }
    }

    /// In a realm requests come from other accounts, and the broker puts a reply subject of its own
    /// making in place of theirs. Elsewhere inboxes begin as those of NATS clients do.
    private func isInbox(_ reply: String) -> Bool {
        let bytes = Array(reply.utf8)
        guard bytes.count <= Self.replyBytesMax,
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x2A && $0 != 0x3E })
        else { return false }
        let tokens = reply.split(separator: ".", omittingEmptySubsequences: false)
        guard tokens.count >= 2, tokens.allSatisfy({ !$0.isEmpty }) else { return false }
        if ceilings != nil { return tokens[0] == "_R_" }
        return tokens[0] == "_INBOX"
            || tokens[0].hasPrefix("_INBOX_") && tokens[0] != "_INBOX_\(agent)"
    }

    private struct RequestInfo: Decodable { let acc: String }

    /// The broker puts the asker's account behind the headers that came. One that came already is
    /// somebody's forgery.
    private static func account(of message: IncomingMessage) -> String? {
        guard !message.repeatedHeaders.contains(accountHeader),
            let text = message.headers[accountHeader],
            let info = try? JSONDecoder().decode(RequestInfo.self, from: Data(text.utf8))
        else { return nil }
        return info.acc
    }
}
