import Biosignals
import Foundation
import Synthesis

/// Writes the synthetic recording of datasets/ with its right answers.
///
///     swift run -c release --package-path Benchmarks synthesize --output datasets
@main
enum Synthesize {
    static let usage = """
        usage: synthesize --output FOLDER [--seed N]

        Makes FOLDER/\(DeskAfternoon.name)/: a WFDB record, its beats as annotations, and CSV files
        with every right answer. The same seed gives the same bytes on the same machine.

        """

    static func main() {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            let person = try DeskAfternoon.person(seed: options.seed)
            let folder = URL(fileURLWithPath: options.output, isDirectory: true)
                .appendingPathComponent(DeskAfternoon.name, isDirectory: true)
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            let truth = try RecordWriter(person: person, folder: folder).write()
            try TruthTables(person: person, truth: truth).write(to: folder)
            print(folder.path)
        } catch let error as Options.Failure {
            FileHandle.standardError.write(Data("\(error.text)\n\(usage)".utf8))
            exit(2)
        } catch {
            FileHandle.standardError.write(Data("synthesize: \(error)\n".utf8))
            exit(74)
        }
    }
}

struct Options {
    struct Failure: Error { let text: String }

    var output = ""
    var seed = DeskAfternoon.seed

    init(_ arguments: some Sequence<String>) throws {
        var rest = Array(arguments)[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Failure(text: "\(option) of what?") }
            switch option {
            case "--output": output = value
            case "--seed":
                guard let number = UInt64(value) else {
                    throw Failure(text: "--seed takes a whole number, not \(value)")
                }
                seed = number
            default: throw Failure(text: "unknown option \(option)")
            }
        }
        guard !output.isEmpty else { throw Failure(text: "--output is missing") }
    }
}
