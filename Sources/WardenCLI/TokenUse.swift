import ArgumentParser
import Foundation
import Realm
import Trust

/// `healthypi-warden token use`
struct TokenUseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "use",
        abstract: "Print the headers a request carries: the token, and a signature over it.",
        discussion: """
            Signs one request as the token's holder, from the realm's keys. The headers are good for \
            this subject and body, for a minute, once.

            EXAMPLES
              healthypi-warden token use orchestrator.token health.data.read \\
                '{"kinds":["hr"]}' --realm realm
              healthypi-warden token use orchestrator.token health.insights.read \\
                --realm realm --json
            """)

    @Argument(help: ArgumentHelp("A token, or - for standard input.", valueName: "file"))
    var file: String

    @Argument(help: ArgumentHelp("What is asked on.", valueName: "subject"))
    var subject: String

    @Argument(help: ArgumentHelp("The request's body, to the byte.", valueName: "body"))
    var body = "{}"

    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String

    @Option(
        help: ArgumentHelp(
            "Who asks; by default whom the token names.", valueName: "member"))
    var member: String?

    @Flag(help: "Print a JSON object of the headers.")
    var json = false

    func validate() throws {
        guard let subject = Subject(checking: subject), subject.isConcrete else {
            throw ValidationError("\"\(subject)\" is no subject to ask on.")
        }
    }

    func run() throws {
        let bytes = try TokenFile.bytes(file)
        let realm = try Realm(at: realm)
        let named: String
        do throws(Refusal) {
            named = try TokenAccount.unverified(bytes).agent
        } catch {
            throw Exit.failure(Exit.badInput, error)
        }
        let name = member ?? realm.roles.ceilings[named]?.agent ?? named
        let signer = MessageSigner(agent: name, key: try realm.messageKey(name))
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        let signature = signer.header(
            id: TokenIssue.newIdentifier(ClockReading(milliseconds: now)), sequence: 0,
            timeMilliseconds: now, subject: subject, payload: Array(body.utf8))
        let headers = [
            MessageSigner.headerName: signature,
            RequestGuard.tokenHeader: String(decoding: bytes, as: UTF8.self),
        ]
        if json { return try Output.json(headers) }
        try Output.line(
            headers.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: "\n"))
    }
}
