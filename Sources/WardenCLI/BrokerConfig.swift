import ArgumentParser
import Realm

/// `healthypi-warden broker config DIR`: nats.conf from roles.yaml.
struct BrokerConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Write a realm's nats.conf from its roles.yaml.",
        discussion: """
            Nothing is allowed that roles.yaml does not name. The broker keeps its address; a
            running one takes the new file up when told to (kill -HUP).
            Refuses a nats-server that cannot read the file, Debian's 2.9.10 among them.

            EXAMPLES
              healthypi-warden broker config realm
              healthypi-warden broker config realm --print
            """)

    @Argument(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var folder: String

    @Flag(help: "Print it; write nothing.")
    var print = false

    @Option(help: ArgumentHelp("The nats-server that will read it.", valueName: "path"))
    var natsServer: String?

    func run() throws {
        let version = try ServerProgram.checkedVersion(natsServer)
        let realm = try Realm(at: folder)
        let text = try realm.brokerConfiguration().text
        if print { return try Output.line(String(text.dropLast())) }
        let change = try realm.writeBrokerConfiguration(text)
        try Output.line("\(change ? "Wrote" : "Unchanged:") \(realm.folder)/nats.conf")
        if version == nil {
            Output.say("No nats-server on this machine; it takes \(BrokerVersion.oldest) or newer.")
        }
    }
}
