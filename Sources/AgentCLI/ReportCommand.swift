import Acquisition
import Agent
import ArgumentParser
import Biosignals
import DeviceProtocols
import Foundation
import HRV
import Reports
import Settings
import Synchronization

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "One page about a recording: for whoever wore it, and for whoever checks it.",
        discussion: """
            Writes one HTML file that needs nothing but itself: it opens from disk without a network, \
            prints well, and follows the reader's light or dark screen. The same recording gives \
            the same bytes. The path is printed.

            Example:
              healthypi-agent report datasets/ecg_plux_rest_5min/ecg_plux_rest_5min \\
                --output report.html
            """)

    @Argument(help: ArgumentHelp("A recording, or a series of intervals.", valueName: "REC|RR"))
    var recording: String

    @Option(
        name: [.short, .long], help: ArgumentHelp("The page to write.", valueName: "FILE.html"))
    var output: String

    @Option(help: "How the page names whoever was recorded; without it nobody is named.")
    var person: String?

    @Flag(
        help: "Say on which day the page was made; without it the same input gives the same bytes.")
    var dated = false

    @Option(
        help: ArgumentHelp(
            "Whose definitions, and whose correction of the intervals, to use.",
            valueName: HRVPreset.allCases.map(\.rawValue).joined(separator: "|")),
        transform: Self.preset)
    var preset = HRVPreset.taskforce

    @Option(help: "Unit of an RR series: ms or s. The default is ms unless its header says s.")
    var unit: IntervalArguments.Unit?

    @Option(
        help: ArgumentHelp(
            "What other agents said meanwhile, as JSON Lines; by default context.jsonl beside "
                + "the recording, if the agent left one.", valueName: "FILE"))
    var context: String?

    @Option(
        help: ArgumentHelp(
            "Zone of the person's clock, such as Europe/Berlin; by default the recording's own.",
            valueName: "ZONE"))
    var timeZone: String?

    @Option(
        help: ArgumentHelp(
            "Configuration, of which a report reads the group insights.", valueName: "FILE"))
    var config: String?

    @Flag(help: "Say at the top of the page that it is a demonstration.")
    var demo = false

    @Option(
        help: ArgumentHelp(
            "Write single plots as SVG files as well.", valueName: "DIR", visibility: .hidden))
    var pictures: String?

    @Flag(help: "What was written as JSON.")
    var json = false

    @OptionGroup var reading: RecordingArguments
    @OptionGroup var look: LookArguments

    struct Written: Encodable {
        let path: String
        let bytes: Int
        let seconds: Double
        let insights: Int
        let edits: Int
        let sha256: [String: String]
    }

    func run() async throws {
        let options = try reporterOptions()
        let interrupt = Interrupt()
        defer { withExtendedLifetime(interrupt) {} }
        let isStopped = interrupt.check
        let line = Mutex(ProgressLine())
        // The output is looked at before the work, so that nobody waits for a page that cannot be kept.
        try checkFolder()
        try Output.check(output, isNoneOf: inputs(options.replay.reading))
        let result = try await RecordingReporter(options: options).report(
            of: recording, isStopped: isStopped
        ) { progress in
            line.withLock { $0.show(progress) }
        }
        line.withLock { $0.clear() }
        if result.wasStopped { throw Failure(.interrupted, "") }
        let page = Data(HTMLReport(result.report).text.utf8)
        try Output.write(page, toFile: output, notOver: result.inputs)
        if let pictures {
            for picture in ReportPictures(result.report).pictures {
                _ = try Output.write(Data(picture.svg.utf8), to: picture.name, in: pictures)
            }
        }
        try tell(result.report, page)
        if let damage = result.damage { throw Failure(.badInput, damage.description) }
    }

    private func checkFolder() throws {
        guard !output.isEmpty else {
            throw Failure(.usage, "--output: name the page to write, such as report.html.")
        }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: output, isDirectory: &isFolder),
            isFolder.boolValue
        {
            throw Failure(
                .cannotWrite, "Cannot write \(output): it is a directory. Name a file in it.")
        }
        let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path
        guard !FileManager.default.isWritableFile(atPath: folder),
            !FileManager.default.isWritableFile(atPath: output)
        else { return }
        throw Failure(
            .cannotWrite,
            "Cannot write \(output): \(folder) is no folder that this user may write to. Choose "
                + "another with --output.")
    }

    private func reporterOptions() throws -> RecordingReporter.Options {
        var options = RecordingReporter.Options()
        options.preset = preset
        options.isLive = look.isLive
        options.isDemo = demo
        options.person = person
        options.unitIsSeconds = unit.map { $0 == .s }
        options.replay.reading = try reading.options()
        if let timeZone {
            guard TimeZone(identifier: timeZone) != nil else {
                throw Failure(
                    .usage, "--time-zone \(timeZone): write a name such as Europe/Berlin.")
            }
            options.replay.timeZone = timeZone
            options.namesTimeZone = true
        }
        options.replay.context = try context.map { try ContextInput(at: $0) }
        if let config {
            let loaded = try SettingsLoader(
                environment: ProcessInfo.processInfo.environment, filePath: config,
                boards: Board.allCases.map(\.rawValue)
            ).load()
            options.replay.session.take(loaded.settings.insights)
        }
        if dated { options.dateText = Date().formatted(.iso8601.year().month().day()) }
        return options
    }

    private func inputs(_ options: RecordingOptions) throws -> [String] {
        if isRRSeries(path: recording) { return [recording] }
        return try RecordingReader(opening: recording, options: options).files
    }

    private func tell(_ report: RecordingReport, _ page: Data) throws {
        guard json else { return try Output.line(output) }
        let written = Written(
            path: output, bytes: page.count,
            seconds: Output.rounded(report.account.seconds, 3), insights: report.insights.count,
            edits: report.heart?.whole.nn.edits.count ?? 0,
            sha256: Dictionary(
                report.files.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first }))
        try Output.data(Data(Output.json(written).utf8))
    }

    private static func preset(_ name: String) throws -> HRVPreset {
        if let preset = HRVPreset(rawValue: name) { return preset }
        let names = HRVPreset.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--preset \(name): choose one of \(names).")
    }
}
