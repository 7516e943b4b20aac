import Acquisition
import Agent
import ArgumentParser
import EventContract
import Foundation
import Reports

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "The same beats by the definitions of several tools, and why they differ.",
        discussion: """
            Every column is computed from the same corrected intervals (--no-edit: from the intervals \
            as they are). Below the table stands, for each value that differs from the first column, \
            which choice of the tool moves it, and by how much that choice does so alone.

            Example:
              healthypi-agent compare datasets/hrv_pyhrv/nni_short.txt
            """)

    @OptionGroup var intervals: IntervalArguments

    @Flag(help: "Take every interval as it is.")
    var noEdit = false

    @Flag(help: "JSON instead of a table.")
    var json = false

    func run() throws {
        let input = try intervals.read()
        let comparison = try PresetComparison(of: input, isUnedited: noEdit)
        let text = try json ? Output.json(comparison) : ComparisonText(comparison).text
        try Output.data(Data(text.utf8))
        if let damage = input.damage { throw Failure(.badInput, damage.description) }
    }
}
