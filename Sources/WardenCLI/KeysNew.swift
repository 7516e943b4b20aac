import ArgumentParser
import Foundation
import Realm

/// `healthypi-warden keys new DIR MEMBER`
struct KeysNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Draw a member's keys and sign its certificate.",
        discussion: """
            For a member that roles.yaml names and that has no keys yet. Keys are written to \
            keys/MEMBER, each 0600, and only their public halves are ever shown. Nothing is written \
            over: to replace lost or stolen keys, move keys/MEMBER away first. The broker lets \
            nobody in whom nats.conf does not name: write it anew afterwards.

            EXAMPLE
              healthypi-warden keys new realm rss
              healthypi-warden broker config realm
            """)

    @Argument(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var folder: String

    @Argument(help: ArgumentHelp("A member's name in roles.yaml.", valueName: "member"))
    var member: String

    @Option(help: ArgumentHelp("Days for which the certificate holds.", valueName: "days"))
    var days = 90

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { try KeysCommand.check(days: days) }

    func run() throws {
        let realm = try Realm(at: folder)
        let now = Date()
        let made = try realm.makeKeys(member, days: days, now: now)
        let identity = try realm.identity(member, now: now)
        if json { return try Output.json(IdentityRow(identity)) }
        try Output.line(
            "Made keys of \(member) in \(made).\n" + IdentityShow.lines(identity)
                + "\nNext:\n  healthypi-warden broker config \(realm.folder)")
    }
}
