import ArgumentParser
import Foundation
import Realm
import Trust

/// `healthypi-warden approvals key FILE`
struct ApprovalsKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Draw a key that exports can be sealed to.",
        discussion: """
            The private half is written to the file, for its owner alone, and never over another; \
            the public half is printed, and goes into a request as seal_to.

            EXAMPLE
              healthypi-warden approvals key ~/export.key
            """)

    @Argument(help: ArgumentHelp("A file that is not there yet.", valueName: "file"))
    var file: String

    func run() throws {
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard let key = SealingKey(seed: seed) else {
            preconditionFailure("32 bytes are a key.")
        }
        try SecretFile.write(key.seedText + "\n", to: file)
        try Output.line(key.publicKey.text)
    }
}

/// `healthypi-warden approvals open DIR`
struct ApprovalsOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open an export with the key it is sealed to.",
        discussion: """
            The folder holds export.sealed and manifest.json, as the agent made them. Every file is \
            held to the manifest's hash; with --realm the manifest is held to the agent's signature.

            EXAMPLE
              healthypi-warden approvals open 01KAJ… --key ~/export.key \\
                --output here --realm realm
            """)

    @Argument(help: ArgumentHelp("An export's folder.", valueName: "dir"))
    var folder: String

    @Option(help: ArgumentHelp("The private half of the key.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("A new folder for what was exported.", valueName: "dir"))
    var output: String

    @Option(help: ArgumentHelp("A realm's directory.", valueName: "dir"))
    var realm: String?

    func run() throws {
        let granting = try realm.map { try TokenRealm($0) }
        guard let text = try? String(contentsOfFile: key, encoding: .utf8),
            let key = SealingKey(seedText: text)
        else {
            throw WardenFailure(
                code: Exit.cannotOpen, text: "\(key) holds no key (43 letters of base64url).")
        }
        do {
            let reader = try SealedExport(folder, key, granting?.keyring)
            try reader.open(into: output)
            for file in reader.manifest.files { try Output.line("\(output)/\(file.name)") }
            if granting == nil {
                Output.say("Who made it was not asked: name the realm with --realm.")
            }
        } catch let refusal as Refusal {
            throw Exit.failure(Exit.badInput, refusal)
        }
    }
}
