import ArgumentParser
import Foundation
import Realm
import Trust

/// `healthypi-warden config …`: a realm's directory as a whole.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look a realm's directory over.",
        discussion: """
            EXAMPLE
              healthypi-warden config check realm
            """,
        subcommands: [ConfigCheck.self])
}

/// `healthypi-warden config check DIR`
struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check modes, keys, certificates, and that nats.conf is what roles.yaml says.",
        discussion: """
            EXAMPLE
              healthypi-warden config check realm
            """)

    @Argument(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var folder: String

    @Option(help: ArgumentHelp("The nats-server that will read it.", valueName: "path"))
    var natsServer: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let realm = try Realm(at: folder)
        let now = Date()
        var findings = realm.findings(now: now)
        findings += realm.trustFindings(
            at: ClockReading(milliseconds: Int64(now.timeIntervalSince1970 * 1_000)))
        do { _ = try ServerProgram.checkedVersion(natsServer) } catch let error as RealmError {
            findings.append(RealmFinding(path: "nats-server", text: "\(error)"))
        }
        if json {
            try Output.json(findings.map { ["path": $0.path, "text": $0.text] })
        } else if findings.isEmpty {
            try Output.line("\(realm.folder): nothing to find fault with.")
        } else {
            try Output.line(findings.map { "\($0.path): \($0.text)" }.joined(separator: "\n"))
        }
        if !findings.isEmpty {
            let count = findings.count
            throw WardenFailure(
                code: Exit.checkSaidNo, text: count == 1 ? "1 finding." : "\(count) findings.")
        }
    }
}
