import Biosignals
import Foundation

/// Speed, memory and start-up of the installed program, the way a user meets them.
///
///     swift run -c release --package-path Benchmarks benchmarks .build/release/healthypi-agent
@main
enum Benchmarks {
    static func main() {
        do {
            guard CommandLine.arguments.count == 2 else {
                throw Failure("usage: benchmarks PATH-OF-healthypi-agent")
            }
            try run(CommandLine.arguments[1])
        } catch {
            FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ program: String) throws {
        var missed = Self.missed(try HRVSpeed.figures())
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "healthypi-benchmarks-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        missed += Self.missed(try Allocations.figures())
        let start = try Measured.median(of: 21, program, ["--version"])
        row("start-up (--version), median of 21", start.wallSeconds * 1_000, "ms")

        let hour = try LongRecord(name: "hour", folder: folder, hours: 1).write()
        let day = try LongRecord(name: "day", folder: folder, hours: 24).write()
        for (command, title) in [
            (["replay"], "replay"), (["beats"], "beats only"), (["stationary"], "stationary"),
        ] {
            let cost = try Measured.median(of: 5, program, command + [hour])
            row("\(title), 1 h of 2 leads at 360 Hz, median of 5", cost.wallSeconds, "s")
            row("  times real time", 3_600 / cost.wallSeconds, "x")
            row("  processor time", cost.processorSeconds, "s")
            row("  peak memory", cost.peakMegabytes, "MiB")
        }
        let long = try Measured.run(program, ["replay", day])
        row("replay, 24 h of the same", long.wallSeconds, "s")
        row("  times real time", 86_400 / long.wallSeconds, "x")
        row("  peak memory", long.peakMegabytes, "MiB")
        missed += Self.missed(try PageCost.figures(program, folder))
        try live(program, folder)
        guard missed.isEmpty else {
            throw Failure("over the limit: " + missed.joined(separator: "; "))
        }
    }

    /// Prints figures and names those over their limits.
    private static func missed(_ figures: [Figure]) -> [String] {
        for figure in figures { row(figure.name, figure.value, figure.unit, most: figure.most) }
        return figures.filter(\.isMissed).map { $0.name.trimmingCharacters(in: .whitespaces) }
    }

    /// The board's side: decoding by itself, and the whole agent while boards stream.
    private static func live(_ program: String, _ folder: URL) throws {
        row("decode a HealthyPi 6's full stream", DecodeSpeed.healthyPi6(), "x real time")
        for board in ["healthypi5", "healthypi6"] {
            let cost = try LiveCost(board: board, seconds: 60).measure(
                program, state: folder.appendingPathComponent(board))
            row("run on a live \(board), share of one core", cost.coreShare * 100, "%")
            row("  peak memory", cost.megabytes, "MiB")
        }
        let latency = try BeatLatency.measure(rate: 128)
        row("from a beat's sample to the beat, median", latency.median, "s")
        row("  99 of 100 within", latency.most, "s")
    }

    private static func row(
        _ name: String, _ value: Double, _ unit: String, most: Double? = nil
    ) {
        let padded = name.padding(toLength: 52, withPad: " ", startingAt: 0)
        let limit = most.map { String(format: "  (at most %g)", $0) } ?? ""
        print(padded + String(format: "%10.4g ", value) + unit + limit)
    }
}
