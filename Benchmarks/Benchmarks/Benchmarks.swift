import Biosignals
import Foundation

/// Speed, memory and start-up of the installed program, the way a user meets them, and what
/// delivery to a broker costs beside a bare loop.
///
///     swift run -c release --package-path Benchmarks benchmarks .build/release/healthypi-agent
///
/// `publishing` after the program runs the part with the broker alone, `views` that of the page and of
/// the terminal; `--json` prints JSON.
@main
enum Benchmarks {
    static func main() async {
        do {
            var arguments = Array(CommandLine.arguments.dropFirst())
            let isJSON = arguments.contains("--json")
            arguments.removeAll { $0 == "--json" }
            guard let program = arguments.first,
                arguments.count == 1
                    || arguments.count == 2 && ["publishing", "views"].contains(arguments[1])
            else {
                throw Failure(
                    "usage: benchmarks PATH-OF-healthypi-agent [publishing|views] [--json]")
            }
            let report = Report(isJSON: isJSON)
            if arguments.count == 1 { try run(program, report) }
            if arguments.last == "views" {
                try views(program, report)
                return try report.finish()
            }
            report.add(try await PublishingCost.figures())
            try report.finish()
        } catch {
            FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ program: String, _ report: Report) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "healthypi-benchmarks-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        // What runs in this program comes last: a child's peak memory is never told as less than that
        // of the program it was started by.
        let start = try Measured.median(of: 21, program, ["--version"])
        report.add("start-up (--version), median of 21", start.wallSeconds * 1_000, "ms")

        let hour = try LongRecord(name: "hour", folder: folder, hours: 1).write()
        let day = try LongRecord(name: "day", folder: folder, hours: 24).write()
        for (command, title) in [
            (["replay"], "replay"), (["beats"], "beats only"), (["stationary"], "stationary"),
        ] {
            let cost = try Measured.median(of: 5, program, command + [hour])
            report.add("\(title), 1 h of 2 leads at 360 Hz, median of 5", cost.wallSeconds, "s")
            report.add("  times real time", 3_600 / cost.wallSeconds, "x")
            report.add("  processor time", cost.processorSeconds, "s")
            report.add("  peak memory", cost.peakMegabytes, "MiB")
        }
        let long = try Measured.run(program, ["replay", day])
        report.add("replay, 24 h of the same", long.wallSeconds, "s")
        report.add("  times real time", 86_400 / long.wallSeconds, "x")
        report.add("  peak memory", long.peakMegabytes, "MiB")
        let page = folder.appendingPathComponent("report.html").path
        let reported = try Measured.run(program, ["report", day, "--output", page])
        report.add("report, 24 h of the same", reported.wallSeconds, "s")
        report.add("  peak memory", reported.peakMegabytes, "MiB")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: page)).count
        report.add("  page", Double(bytes) / 1e6, "MB")
        report.add(try PageCost.figures(program, folder))
        report.add(try WatchCost.figures(program, hour))
        try live(program, folder, report)
        report.add(try HRVSpeed.figures())
        report.add(try TokenCost.figures())
        report.add(try Allocations.figures())
    }

    /// What whoever watches costs, in a browser and on a terminal.
    private static func views(_ program: String, _ report: Report) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "healthypi-views-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        report.add(try PageCost.figures(program, folder))
        let hour = try LongRecord(name: "hour", folder: folder, hours: 1).write()
        report.add(try WatchCost.figures(program, hour))
    }

    /// The board's side: decoding by itself, and the whole agent while boards stream.
    private static func live(_ program: String, _ folder: URL, _ report: Report) throws {
        report.add("decode a HealthyPi 6's full stream", DecodeSpeed.healthyPi6(), "x real time")
        for board in ["healthypi5", "healthypi6"] {
            let cost = try LiveCost(board: board, seconds: 60).measure(
                program, state: folder.appendingPathComponent(board))
            report.add("run on a live \(board), share of one core", cost.coreShare * 100, "%")
            report.add("  peak memory", cost.megabytes, "MiB")
        }
        let latency = try BeatLatency.measure(rate: 128)
        report.add("from a beat's sample to the beat, median", latency.median, "s")
        report.add("  99 of 100 within", latency.most, "s")
    }
}
