import ArgumentParser
import Foundation
import Realm

/// `healthypi-warden broker config DIR`: nats.conf from roles.yaml.
struct BrokerConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Write a realm's nats.conf from its roles.yaml.",
        discussion: """
            Nothing is allowed that roles.yaml does not name. The broker keeps its address; a \
            running one takes the new file up when told to (kill -HUP). \
            With --strict every connection shows a token as well (connect.token in the member's \
            folder under keys/), and broker callout says whom to let in; without it, nobody is. \
            Refuses a nats-server that cannot read the file, Debian's 2.9.10 among them.

            EXAMPLES
              healthypi-warden broker config realm
              healthypi-warden broker config realm --print
              healthypi-warden broker config realm --strict
            """)

    @Argument(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var folder: String

    @Flag(help: "Print it; write nothing.")
    var print = false

    @Flag(help: "A key alone lets nobody in: the broker asks about every connection.")
    var strict = false

    @Option(help: ArgumentHelp("The nats-server that will read it.", valueName: "path"))
    var natsServer: String?

    func run() throws {
        let version = try ServerProgram.checkedVersion(natsServer)
        let realm = try Realm(at: folder)
        let callout =
            strict ? try realm.calloutIdentity(days: 90, now: Date()) : nil
        let text = try realm.brokerConfiguration(callout: callout).text
        if print { return try Output.line(String(text.dropLast())) }
        let change = try realm.writeBrokerConfiguration(text)
        try Output.line("\(change ? "Wrote" : "Unchanged:") \(realm.folder)/nats.conf")
        if version == nil {
            Output.say("No nats-server on this machine; it takes \(BrokerVersion.oldest) or newer.")
        }
    }
}
