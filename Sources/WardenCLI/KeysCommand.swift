import ArgumentParser

/// `healthypi-warden keys …`: keys and certificates after `init`.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make a member's keys; renew certificates.",
        discussion: """
            EXAMPLES
              healthypi-warden keys new realm rss
              healthypi-warden keys renew realm
            """,
        subcommands: [KeysNew.self, KeysRenew.self])

    /// For how long a certificate may be asked for.
    static let daysAllowed = 1...825

    static func check(days: Int) throws {
        guard daysAllowed.contains(days) else {
            throw ValidationError("--days is a number from 1 to 825.")
        }
    }
}
