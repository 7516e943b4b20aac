import EventContract
import Foundation
import Trust

/// A token as a table, or as JSON.
struct TokenAccount: Encodable {
    let version: Int
    let agent: String
    let allowedSubjects: [String]
    let expiration: String
    var id: String?
    var issuer: String?
    var start: String?
    var epoch: Int64?
    var labelMax: String?
    var holder: String?
    var audience: [String]?
    var action: String?
    var actionHash: String?
    var usesMax: Int64?
    /// nil where nothing was verified.
    var valid: Bool?
    var rule: String?
    var reason: String?

    enum CodingKeys: String, CodingKey {
        case version = "v"
        case agent, expiration, epoch, action, valid, rule, reason
        case allowedSubjects = "allowed_subjects"
        case id = "jti"
        case issuer = "iss"
        case start = "not_before"
        case labelMax = "max_label"
        case holder = "cnf"
        case audience = "aud"
        case actionHash = "action_hash"
        case usesMax = "max_uses"
    }

    init(_ token: CapabilityToken) {
        version = Int(token.version)
        agent = token.agent
        allowedSubjects = token.subjects.map(\.description)
        expiration = Self.time(token.expiration)
        id = token.id
        issuer = token.issuer
        start = Self.time(token.start)
        epoch = token.epoch
        labelMax = token.labelMax.rawValue
        holder = token.holder.identifier
        audience = token.audience
        action = token.oneOff?.action
        actionHash = token.oneOff?.actionHash
        usesMax = token.oneOff?.usesMax
    }

    init(_ token: PlainToken) {
        version = 0
        agent = token.agent
        allowedSubjects = token.subjects.map(\.description)
        expiration = Self.time(token.expiration)
    }

    /// What a token says of itself.
    static func unverified(_ bytes: [UInt8]) throws(Refusal) -> TokenAccount {
        do {
            return TokenAccount(try CapabilityToken.unverified(bytes))
        } catch {
            // Without a version it is the plain form, or nothing.
            guard error.rule == .memberMissing else { throw error }
            return TokenAccount(try PlainToken.unverified(bytes))
        }
    }

    var text: String {
        var rows = [["version", "\(version)"], ["agent", agent]]
        rows += allowedSubjects.enumerated().map {
            [$0.offset == 0 ? "may send on" : "", $0.element]
        }
        if let labelMax { rows.append(["up to", labelMax]) }
        if let start { rows.append(["from", start]) }
        rows.append(["until", expiration])
        if let issuer { rows.append(["issuer", issuer]) }
        if let id { rows.append(["id", id]) }
        if let holder { rows.append(["holder's key", holder]) }
        if let epoch { rows.append(["epoch", "\(epoch)"]) }
        if let audience { rows.append(["for", audience.joined(separator: ", ")]) }
        if let action { rows.append(["once, for", "\(action) \(actionHash ?? "")"]) }
        return TextTable.text(rows)
    }

    private static func time(_ seconds: Int64) -> String {
        guard (0...253_402_300_799).contains(seconds) else { return "\(seconds)" }
        return Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}
