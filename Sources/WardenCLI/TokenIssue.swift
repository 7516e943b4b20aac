import ArgumentParser
import EventContract
import Foundation
import Realm
import Trust

/// `healthypi-warden token issue`
struct TokenIssue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Sign a token: what a member may send on, and until when.",
        discussion: """
            Goes no further than the member's role in roles.yaml: exit code 77 when it would. A \
            short form such as health.insights.write stands for all that the role sends under it, \
            up to the label; whoever checks the token expands nothing.

            EXAMPLES
              healthypi-warden token issue --realm realm --agent healthypi \\
                --subject health.insights.write > healthypi.token
              healthypi-warden token issue --realm realm --agent orchestrator \\
                --subject health.data.read --audience healthypi \\
                --seconds 600 > asking.token
              healthypi-warden token use asking.token health.data.read --realm realm
            """)

    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String

    @Option(help: ArgumentHelp("Who may send; an alias will do.", valueName: "name"))
    var agent: String

    @Option(
        name: .customLong("subject"),
        help: ArgumentHelp("A subject or pattern; may be repeated.", valueName: "subject"))
    var subjects: [String]

    @Option(help: ArgumentHelp("How long it lasts, at most 86400.", valueName: "s"))
    var seconds = 3_600

    @Option(help: ArgumentHelp("The highest label, if below the role's.", valueName: "label"))
    var label: String?

    @Option(
        name: .customLong("audience"),
        help: ArgumentHelp("Whom it may be shown to; may be repeated.", valueName: "name"))
    var audience: [String] = []

    @Option(
        help: ArgumentHelp(
            "For one sensitive action only: its name and the SHA-256 approved.",
            valueName: "action=sha256"))
    var once: String?

    @Flag(help: "The plain form of four fields (version 0), for development.")
    var plain = false

    func validate() throws {
        guard seconds >= 1 else { throw ValidationError("--seconds is 1 or more.") }
        for subject in subjects where Subject(checking: subject) == nil {
            throw ValidationError("\"\(subject)\" is no subject.")
        }
        if let label, Label(rawValue: label) == nil {
            throw ValidationError(
                "\"\(label)\" is no label. Write one of: "
                    + Label.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        if let once, Self.oneOff(once) == nil {
            throw ValidationError(
                "--once names an action and 64 hexadecimal digits, as data.delete=9f86….")
        }
        if plain, once != nil || label != nil || !audience.isEmpty {
            throw ValidationError("A plain token holds no label, audience or action.")
        }
    }

    func run() throws {
        let granting = try TokenRealm(realm)
        let name = granting.ceilings[agent]?.agent ?? agent
        guard granting.ceilings[name] != nil else {
            throw Exit.stranger(agent, granting.realm)
        }
        try granting.checkHours(name)
        let wish = TokenIssuer.Wish(
            agent: name, holder: try granting.realm.messagePublicKey(name),
            subjects: subjects.compactMap { Subject(checking: $0) },
            labelMax: label.flatMap { Label(rawValue: $0) },
            audience: audience.isEmpty ? nil : audience,
            oneOff: once.flatMap(Self.oneOff), life: Int64(seconds))
        let token: CapabilityToken
        do throws(Refusal) {
            token = try granting.issuer().token(
                wish, id: Self.newIdentifier(granting.clock), at: granting.clock.seconds)
        } catch {
            throw Exit.failure(Exit.notPermitted, error)
        }
        let key = try granting.realm.grantingKey("issuer")
        let bytes = plain ? token.plainDocument(signedBy: key) : token.document(signedBy: key)
        try Output.line(String(decoding: bytes, as: UTF8.self))
    }

    static func newIdentifier(_ clock: ClockReading) -> String {
        var generator = SystemRandomNumberGenerator()
        return ULID(millisecondsSince1970: clock.milliseconds, using: &generator).description
    }

    private static func oneOff(_ text: String) -> CapabilityToken.OneOff? {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, Trust.Operation(rawValue: String(parts[0])) != nil,
            parts[1].utf8.count == 64,
            parts[1].utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) })
        else { return nil }
        return .init(action: String(parts[0]), actionHash: String(parts[1]))
    }
}
