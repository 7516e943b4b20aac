import Agent
import ArgumentParser
import EventContract
import Foundation
import Storage

struct BaselineExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Every row of a person's baseline, as CSV or JSON.",
        discussion: """
            A row is two hours of one day of one measure. ln RMSSD is the natural logarithm of ms. The \
            answers to insights are in the JSON only. It is health data: look at what you pass on.

            Examples:
              healthypi-agent baseline export --state here > baseline.csv
              healthypi-agent baseline export --state here --json > baseline.json
            """)

    @OptionGroup var whose: PersonArguments

    @Flag(help: "JSON instead of CSV.")
    var json = false

    private struct Row: Encodable {
        let measure: String
        let day: String
        let minute: Double
        let value: Double
        let usable: Double
        let weight: Double
        let lastMinute: Int

        enum CodingKeys: String, CodingKey {
            case measure, day, minute, value, usable, weight
            case lastMinute = "last_minute"
        }
    }

    private struct Answer: Encodable {
        let event: String
        let kind: String
        let answer: String
        let time: String
        let confidence: Double
    }

    private struct Export: Encodable {
        let person: String
        let rows: [Row]
        let answers: [Answer]
    }

    func run() throws {
        let store = try whose.read()
        let person = PersonalRecords.pseudonym(of: whose.person, in: store)
        let rows = try store.baseline(person: person).map {
            Row(
                measure: $0.measure, day: BaselineAccount.date($0.day), minute: $0.minute,
                value: $0.value, usable: $0.usable, weight: $0.weight, lastMinute: $0.lastMinute)
        }
        guard json else {
            var text = "measure,day,minute,value,usable,weight,last_minute\n"
            for row in rows {
                text +=
                    "\(row.measure),\(row.day),\(row.minute),\(row.value),\(row.usable),"
                    + "\(row.weight),\(row.lastMinute)\n"
            }
            return try Output.data(Data(text.utf8))
        }
        let answers = try store.answers(person: person).map {
            Answer(
                event: $0.event, kind: $0.kind, answer: $0.word,
                time: WireTime(millisecondsSince1970: $0.timeMilliseconds).text,
                confidence: $0.probability)
        }
        let export = Export(person: person, rows: rows, answers: answers)
        try Output.data(Data(Output.json(export).utf8))
    }
}
