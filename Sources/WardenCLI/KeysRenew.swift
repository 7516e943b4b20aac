import ArgumentParser
import Foundation
import Realm

/// `healthypi-warden keys renew DIR [NAME…]`
struct KeysRenew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Sign fresh certificates for the keys that are there.",
        discussion: """
            The CA and every key stay. A member takes its new certificate when it connects next; the \
            broker takes its own when told to (kill -HUP). Without a name everybody's is renewed, \
            the broker's too.

            EXAMPLES
              healthypi-warden keys renew realm
              healthypi-warden keys renew realm healthypi broker --days 30
            """)

    @Argument(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var folder: String

    @Argument(help: ArgumentHelp("A member's name, or broker.", valueName: "name"))
    var names: [String] = []

    @Option(help: ArgumentHelp("Days for which certificates hold.", valueName: "days"))
    var days = 90

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { try KeysCommand.check(days: days) }

    func run() throws {
        let realm = try Realm(at: folder)
        let owners = names.isEmpty ? realm.leafOwners : names.map { Realm.LeafOwner($0) }
        let now = Date()
        var renewed: [String] = []
        do {
            for owner in owners {
                renewed.append(try realm.renewLeaf(owner, days: days, now: now))
            }
        } catch {
            // What is renewed is renewed, and said.
            if !renewed.isEmpty { try tell(renewed, owners) }
            throw error
        }
        try tell(renewed, owners)
    }

    private func tell(_ renewed: [String], _ owners: [Realm.LeafOwner]) throws {
        if json { return try Output.json(["renewed": renewed]) }
        try Output.line(renewed.map { "Renewed \($0)" }.joined(separator: "\n"))
        if owners.prefix(renewed.count).contains(.broker) {
            Output.say("Have the broker read its certificate: kill -HUP, by its process id.")
        }
    }
}
