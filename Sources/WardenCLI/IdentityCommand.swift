import ArgumentParser
import Foundation
import Realm

/// `healthypi-warden identity …`: who is who.
struct IdentityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity", abstract: "Who is who in a realm.",
        discussion: """
            EXAMPLE
              healthypi-warden identity show realm
            """,
        subcommands: [IdentityShow.self])
}

/// `healthypi-warden identity show DIR [MEMBER]`
struct IdentityShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show members' identities: public keys, certificates and their dates.",
        discussion: """
            Nothing that is shown is a secret. `kid` names the key with which a member signs its \
            messages. The status is valid, renew (two thirds of the certificate's time have \
            passed), expired, missing or wrong, with the reason.

            EXAMPLES
              healthypi-warden identity show realm
              healthypi-warden identity show realm healthypi --json
            """)

    @Argument(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var folder: String

    @Argument(help: ArgumentHelp("A member's name; everybody without it.", valueName: "member"))
    var member: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let realm = try Realm(at: folder)
        let now = Date()
        let names = member.map { [$0] } ?? realm.leafOwners.dropFirst().map(\.description)
        let identities = try names.map { try realm.identity($0, now: now) }
        if json {
            if member != nil, let one = identities.first {
                return try Output.json(IdentityRow(one))
            }
            return try Output.json(identities.map { IdentityRow($0) })
        }
        if member != nil, let one = identities.first { return try Output.line(Self.lines(one)) }
        try Output.line(Self.table(identities))
    }

    static func lines(_ identity: MemberIdentity) -> String {
        let row = IdentityRow(identity)
        let rows = [
            ["name", row.name], ["id", row.id], ["role", row.role ?? "-"],
            ["login", row.login ?? "-"], ["message key", row.messageKey ?? "-"],
            ["kid", row.kid ?? "-"], ["certificate", row.certificate?.serial ?? "-"],
            ["  holds from", row.certificate?.from ?? "-"],
            ["  until", row.certificate?.until ?? "-"],
            ["  renew by", row.certificate?.renewBy ?? "-"],
            ["status", row.status + (row.detail.map { ": \($0)" } ?? "")],
        ]
        return TextTable.text(rows)
    }

    private static func table(_ identities: [MemberIdentity]) -> String {
        TextTable.text(
            [["name", "kid", "login", "certificate until", "status"]]
                + identities.map { IdentityRow($0) }.map {
                    [
                        $0.name, $0.kid ?? "-", $0.login.map { $0.prefix(12) + "…" } ?? "-",
                        $0.certificate?.until ?? "-",
                        $0.status + ($0.detail.map { ": \($0)" } ?? ""),
                    ]
                })
    }
}

/// An identity as JSON.
struct IdentityRow: Encodable {
    struct Leaf: Encodable {
        let serial, from, until, renewBy: String

        enum CodingKeys: String, CodingKey {
            case serial
            case from = "not_before"
            case until = "not_after"
            case renewBy = "renew_by"
        }
    }

    let name, id, status: String
    let role, login, messageKey, kid, detail: String?
    let certificate: Leaf?

    enum CodingKeys: String, CodingKey {
        case name, id, status, role, kid, detail, certificate
        case login = "nkey"
        case messageKey = "message_key"
    }

    init(_ identity: MemberIdentity) {
        name = identity.name
        id = identity.id
        role = identity.role
        login = identity.login
        messageKey = identity.messageKey
        kid = identity.keyIdentifier
        status = identity.status.rawValue
        detail = identity.detail
        certificate = identity.leaf.map {
            Leaf(
                serial: $0.serial, from: Self.text($0.from), until: Self.text($0.until),
                renewBy: Self.text($0.renewBy))
        }
    }

    private static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
