import Acquisition
import Agent
import ArgumentParser
import Foundation

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a recording in a format that other tools read.",
        discussion: """
            Prints the paths of the files, one a line. Nothing that exists is written over.

              wfdb  header, signals and annotations (beats, quality, gaps)
              edf   EDF+ with annotations; BDF+ where 16 bits do not hold the samples
              csv   time_s and a column per channel, a file for each rate
              rr    one interval a line in ms, as Kubios and GoldenCheetah read them
              fhir  a Bundle of Observations: heart rate, SDNN, RMSSD, the ECG
              bids  physio.tsv.gz with JSON in a data set's folders

            Example:
              healthypi-agent export datasets/ecg_plux_rest_5min/ecg_plux_rest_5min \\
                --to edf --output exported
            """)

    @Argument(help: ArgumentHelp("The recording.", valueName: "REC"))
    var recording: String

    @Option(
        help: ArgumentHelp(
            "The format.",
            valueName: ExportFormat.allCases.map(\.rawValue).joined(separator: "|")),
        transform: Self.format)
    var to: ExportFormat

    @Option(help: ArgumentHelp("The folder to write into.", valueName: "DIR"))
    var output: String

    @Option(
        help: ArgumentHelp("With --to fhir, its release (default: r4).", valueName: "r4|r5"),
        transform: Self.release)
    var fhirRelease: FHIRReleaseChoice?

    @Option(
        help: ArgumentHelp(
            "With --to fhir, whom the Observations are about, such as Patient/123.",
            valueName: "REFERENCE"))
    var subject: String?

    @Option(
        help: ArgumentHelp(
            "With --to bids, the person's label: letters and digits (default: 01).",
            valueName: "LABEL"))
    var bidsSubject: String?

    @Option(
        help: ArgumentHelp(
            "With --to bids, the session's label (default: 01).", valueName: "LABEL"))
    var bidsSession: String?

    @Option(
        help: ArgumentHelp(
            "With --to bids, a label of what the person did (default: rest).", valueName: "LABEL"))
    var bidsTask: String?

    @Flag(help: "JSON: the paths, and what a reader should know of the files.")
    var json = false

    @OptionGroup var reading: RecordingArguments

    private struct Account: Encodable {
        let paths: [String]
        let notices: [String]
    }

    func run() throws {
        guard !output.isEmpty else {
            throw Failure(.usage, "--output: name a folder; . is this one.")
        }
        let settings = try settings()
        let interrupt = Interrupt()
        let progress = ReadingLine()
        defer { progress.clear() }
        var export = try RecordingExport(
            of: recording, options: reading.options(progress: progress), into: output,
            settings: settings, isStopped: { interrupt.isSet })
        let outcome = try export.run(to: to)
        progress.clear()
        if json {
            try Output.data(
                Data(Output.json(Account(paths: outcome.paths, notices: outcome.notices)).utf8))
        } else {
            for path in outcome.paths { try Output.line(path) }
            for notice in outcome.notices { Stderr.line("healthypi-agent: \(notice)") }
        }
        if let damage = export.damage { throw Failure(.badInput, damage.description) }
    }

    /// An option that the format has no use for is refused: who writes it expects something of it.
    private func settings() throws -> ExportSettings {
        let options: [(name: String, format: ExportFormat, isGiven: Bool)] = [
            ("--fhir-release", .fhir, fhirRelease != nil), ("--subject", .fhir, subject != nil),
            ("--bids-subject", .bids, bidsSubject != nil),
            ("--bids-session", .bids, bidsSession != nil), ("--bids-task", .bids, bidsTask != nil),
        ]
        for option in options where option.isGiven && option.format != to {
            throw Failure(
                .usage,
                "\(option.name) is for --to \(option.format.rawValue), not --to \(to.rawValue): leave "
                    + "it out.")
        }
        var settings = ExportSettings()
        settings.fhirRelease = fhirRelease ?? .r4
        settings.fhirSubject = subject
        settings.bidsSubject = try label("--bids-subject", bidsSubject ?? "01")
        settings.bidsSession = try label("--bids-session", bidsSession ?? "01")
        settings.bidsTask = try label("--bids-task", bidsTask ?? "rest")
        return settings
    }

    private func label(_ option: String, _ text: String) throws -> String {
        guard !text.isEmpty, text.utf8.allSatisfy({ Self.labelBytes.contains($0) }) else {
            throw Failure(.usage, "\(option) \(text): a BIDS label is letters and digits.")
        }
        return text
    }

    private static let labelBytes = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

    private static func format(_ name: String) throws -> ExportFormat {
        if let format = ExportFormat(rawValue: name) { return format }
        let names = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--to \(name): choose one of \(names).")
    }

    private static func release(_ name: String) throws -> FHIRReleaseChoice {
        if let release = FHIRReleaseChoice(rawValue: name.lowercased()) { return release }
        throw ValidationError("--fhir-release \(name): choose r4 or r5.")
    }
}
