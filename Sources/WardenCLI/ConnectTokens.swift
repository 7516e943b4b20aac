import Realm
import Trust

/// Keeps the tokens that members show on connecting fresh: at two thirds of its life each gets its
/// successor, which the member shows from its next connection on.
struct ConnectTokens {
    private let path: String
    private var refreshes: [String: TokenRefresh] = [:]
    /// The token that each was last told of.
    private var seen: [String: String] = [:]

    /// - Parameter path: a realm's.
    init(_ path: String) { self.path = path }

    /// Looks at every member's. To be called once a second or so.
    ///
    /// - Returns: a line for each that was done, or could not be.
    mutating func look() throws -> [String] {
        let granting = try TokenRealm(path)
        return granting.realm.roles.members.flatMap { look($0.name, granting) }
    }

    private mutating func look(_ name: String, _ granting: TokenRealm) -> [String] {
        guard let document = granting.realm.connectTokenDocument(name),
            let token = try? CapabilityToken.unverified(document)
        else { return [] }
        var refresh = refreshes[name] ?? TokenRefresh()
        defer { refreshes[name] = refresh }
        if seen[name] != token.id {
            seen[name] = token.id
            _ = refresh.handle(
                .issued(id: token.id, start: token.start, expiration: token.expiration),
                at: granting.clock)
        }
        var lines: [String] = []
        for action in refresh.handle(.tick, at: granting.clock) {
            switch action {
            case .request: lines.append(renew(name, document, granting))
            case .stop(let rule): lines.append("the token of \(name) has ended: \(rule.rawValue)")
            case .use: break
            }
        }
        return lines
    }

    private func renew(_ name: String, _ document: [UInt8], _ granting: TokenRealm) -> String {
        do {
            try granting.realm.putConnectToken(try granting.renewed(document), name)
            return "refreshed the token of \(name)"
        } catch {
            return
                "the token of \(name) is not refreshed: \((error as? WardenFailure)?.text ?? "\(error)")"
        }
    }
}
