import Biosignals
import Foundation
import Synthesis

/// Writes the synthetic recording of datasets/ with its right answers.
///
///     swift run -c release --package-path Benchmarks synthesize --output datasets
@main
enum Synthesize {
    static let usage = """
        usage: synthesize --output FOLDER [--recording desk|day] [--seed N]

        Makes FOLDER/\(DeskAfternoon.name)/ or FOLDER/\(DayWithNight.name)/: a WFDB record, its
        beats as annotations, and CSV files with every right answer. The same seed gives the same
        bytes on the same machine.

        """

    static func main() {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            let recording = try options.recording()
            let folder = URL(fileURLWithPath: options.output, isDirectory: true)
                .appendingPathComponent(recording.name, isDirectory: true)
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            let truth = try RecordWriter(recording: recording, folder: folder).write()
            try TruthTables(recording: recording, truth: truth).write(to: folder)
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
    private var isDay = false
    private var seed: UInt64?

    func recording() throws -> SyntheticRecording {
        isDay
            ? try .day(seed: seed ?? DayWithNight.seed)
            : try .desk(seed: seed ?? DeskAfternoon.seed)
    }

    init(_ arguments: some Sequence<String>) throws {
        var rest = Array(arguments)[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Failure(text: "\(option) of what?") }
            switch option {
            case "--output": output = value
            case "--recording":
                guard ["desk", "day"].contains(value) else {
                    throw Failure(text: "--recording takes desk or day, not \(value)")
                }
                isDay = value == "day"
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
