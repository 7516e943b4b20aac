import ArgumentParser
import Foundation
import NATSPublishing
import Publishing
import Realm

/// `healthypi-warden broker provision`: makes an agent's stream.
struct Provision: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract: "Make the streams and buckets of a realm, or one agent's stream; or mend them.",
        discussion: """
            With --realm: for every member the stream AGENT_<name> and the bucket agent_<name>, made \
            as the identity provisioner, which can do nothing else. Without: the stream AGENT_<name> \
            of one agent on a broker without a realm, 30 days or 1 GiB. Either way on file, with a \
            duplicate window of 2 minutes, no purge, delete or roll-up. Safe to repeat: an existing \
            stream keeps its messages; in a realm its limits become those of roles.yaml.

            EXAMPLES
              healthypi-warden broker provision --realm realm
              healthypi-warden broker provision --broker nats://127.0.0.1:4222
              healthypi-warden broker provision --broker nats://hub:4222 \\
                --agent bedroom --json
            """)

    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String?

    @Option(
        help: ArgumentHelp(
            "The broker's address; in a realm the one its nats.conf names.", valueName: "url"))
    var broker: String?

    @Option(help: ArgumentHelp("The agent's name, without a realm.", valueName: "name"))
    var agent: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if realm == nil && broker == nil {
            throw ValidationError("Name a realm with --realm, or a broker with --broker.")
        }
        if realm != nil && agent != nil {
            throw ValidationError("--agent is for a broker without a realm; roles.yaml names all.")
        }
    }

    func run() async throws {
        if let realm { return try await provision(Realm(at: realm)) }
        let broker = try BrokerURL(broker ?? "")
        let outcome = try await StreamProvisioner(
            broker: broker, agent: AgentName(agent ?? "healthypi")
        )
        .provision()
        print(json ? try Self.jsonText(outcome) : Self.text(outcome, broker))
    }

    private func provision(_ realm: Realm) async throws {
        let access = try RealmAccess(realm, broker: broker)
        try access.checkVersion()
        let maker = try access.streamMaker()
        var made: [Made] = []
        for member in realm.roles.members {
            for stream in MemberStream.all(of: member) {
                let change = try await maker.make(StreamMaker.Wish(stream))
                made.append(Made(member: member.name, stream: stream.name, change: change))
            }
        }
        if json { return try Output.json(made) }
        let rows = made.map { [$0.member, $0.stream, $0.change.rawValue] }
        try Output.line(TextTable.text([["member", "stream", "change"]] + rows))
    }

    private struct Made: Encodable {
        let member, stream: String
        let change: StreamMaker.Change
    }

    private static func jsonText(_ outcome: StreamProvisioner.Outcome) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(outcome), as: UTF8.self)
    }

    private static func text(_ outcome: StreamProvisioner.Outcome, _ broker: BrokerURL) -> String {
        let done =
            switch outcome.change {
            case .created: "Made"
            case .updated: "Updated"
            case .unchanged: "Already there:"
            }
        let first = "\(done) the stream \(outcome.stream) on \(broker)"
        return
            ([first] + outcome.subjects.map { "  subject  \($0)" }
            + outcome.missing.map { "  missing  \($0)" }).joined(separator: "\n")
    }
}

extension StreamMaker.Wish {
    init(_ stream: MemberStream) {
        self.init(
            name: stream.name, subjects: stream.subjects, bytesMax: stream.bytesMax,
            ageMaxNanoseconds: stream.ageMaxNanoseconds, history: stream.history,
            republishFrom: stream.republishFrom, republishTo: stream.republishTo)
    }
}
