import ArgumentParser
import Foundation
import Realm

/// `healthypi-warden init DIR`: a working development realm.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a development realm: CA, certificates, keys, roles and nats.conf.",
        discussion: """
            Everything is for this machine: keep ca/ca.key and keys/ to yourself, and hand each \
            member its own folder of keys/ only. Nothing is ever written over: DIR must be new or \
            empty, and a realm that cannot be made whole leaves nothing behind.

            EXAMPLES
              healthypi-warden init realm
              nats-server -c realm/nats.conf
              healthypi-warden broker provision --realm realm
              healthypi-warden broker test realm
            """)

    @Argument(help: ArgumentHelp("A new or empty directory.", valueName: "dir"))
    var folder: String

    @Option(help: ArgumentHelp("Where the broker listens.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The broker's port.", valueName: "port"))
    var port = 4222

    @Option(
        name: .customLong("name"),
        help: ArgumentHelp(
            "One more name or address in the broker's certificate; may be repeated.",
            valueName: "name"))
    var names: [String] = []

    @Option(help: ArgumentHelp("Days for which certificates hold.", valueName: "days"))
    var days = 90

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...65_535).contains(port) else {
            throw ValidationError("--port is a number from 1 to 65535.")
        }
        guard (1...825).contains(days) else {
            throw ValidationError("--days is a number from 1 to 825.")
        }
        for name in names + [host] where !Self.isHost(name) {
            throw ValidationError("\"\(name)\" is no host name or address.")
        }
    }

    func run() throws {
        var choice = RealmMaker.Choice()
        choice.host = host
        choice.port = port
        choice.names = names
        choice.leafDays = days
        choice.authorityDays = max(choice.authorityDays, days)
        let made = try RealmMaker(choice, now: Date()).make(at: folder)
        let roles = try Realm(at: made).roles
        if json {
            try Output.json(
                Made(
                    folder: made, broker: "tls://\(host):\(port)",
                    members: roles.members.map(\.name)))
        } else {
            try Output.line(
                "Made a realm in \(made): \(roles.members.count) members, broker on "
                    + "\(host):\(port).\n"
                    + "Next:\n  nats-server -c \(made)/nats.conf\n"
                    + "  healthypi-warden broker provision --realm \(made)\n"
                    + "  healthypi-warden broker test \(made)")
        }
    }

    private struct Made: Encodable {
        let folder: String
        let broker: String
        let members: [String]
    }

    private static func isHost(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }
}
