import Agent
import ArgumentParser
import Foundation
import Storage

struct BaselineShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Usual values and ranges, or how many days are still missing.",
        discussion: """
            A range is the mean of the last 60 days and an SD on either side, at the time of day the \
            measure is usually taken if there is one. Only the person's own days count.

            Example:
              healthypi-agent baseline show --state here
            """)

    @OptionGroup var whose: PersonArguments

    @Flag(help: "JSON instead of a table.")
    var json = false

    func run() throws {
        let store = try whose.read()
        let account = BaselineAccount(try PersonalRecords(of: whose.person, in: store))
        try Output.data(Data((json ? Output.json(account) : account.text).utf8))
    }
}
