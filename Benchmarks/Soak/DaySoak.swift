import Foundation

/// A day with its night through the installed program: sleep is no stationary time and nobody is
/// sent for a walk in it, and every number of every insight can be derived again.
struct DaySoak {
    let program: String

    /// Of the recording that `synthesize --recording day` makes: in bed from 22:50 on, seconds since
    /// 07:00, and until when sleep must have been seen.
    private static let bed = 950.0 * 60
    private static let asleepBy = 990.0 * 60
    private static let asleepMinutesMin = 400.0

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "healthypi-day-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let synthesize = URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appendingPathComponent("synthesize")
        _ = try Self.output(
            of: synthesize.path, ["--output", folder.path, "--recording", "day"])
        let recording = folder.path + "/synthetic_day/synthetic_day"
        try judgeStates(recording)
        let state = folder.path + "/state"
        let events = try Self.output(
            of: program, ["replay", recording, "--events", "-", "--state", state])
        let lines = events.split(separator: UInt8(ascii: "\n")).map { Data($0) }
        try judgeInsights(lines, state)
        try VolumeJudge.run(lines)
    }

    private func judgeStates(_ recording: String) throws {
        struct Account: Decodable {
            struct Epoch: Decodable {
                let start: Double
                let state: String

                private enum CodingKeys: String, CodingKey {
                    case start = "start_s"
                    case state
                }
            }
            let epochs: [Epoch]
        }
        let printed = try Self.output(of: program, ["stationary", recording])
        let account = try JSONDecoder().decode(Account.self, from: printed)
        let asleep = account.epochs.count { $0.state == "asleep" }
        let early = account.epochs.count { $0.state == "asleep" && $0.start < Self.bed }
        let late = account.epochs.count {
            $0.state == "stationary" && $0.start >= Self.asleepBy
        }
        print("day: \(asleep) min asleep, \(early) of them out of bed, \(late) stationary in sleep")
        guard Double(asleep) >= Self.asleepMinutesMin, early == 0, late == 0 else {
            throw SoakFailure("sleep and stationary time are mixed up")
        }
    }

    private func judgeInsights(_ events: [Data], _ state: String) throws {
        struct Event: Decodable {
            let id: String
            let type: String
            let time: String
        }
        let insights = try events.map { try JSONDecoder().decode(Event.self, from: $0) }
            .filter { $0.type.hasPrefix("io.healthypi.insight.") }
        let breaks = insights.filter { $0.type.contains(".stationary.") }
        let inBed = breaks.filter { $0.time > "2026-01-05T23:30" }
        print("day: \(insights.count) insights, \(breaks.count) breaks, \(inBed.count) in bed")
        guard !breaks.isEmpty, inBed.isEmpty else {
            throw SoakFailure("breaks were suggested at \(inBed.map(\.time))")
        }
        for insight in insights {
            _ = try Self.output(of: program, ["explain", insight.id, "--state", state, "--verify"])
        }
        print("day: explain --verify passes all \(insights.count)")
    }

    /// Standard output of a program that must end with 0.
    static func output(of program: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw SoakFailure(
                "\(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
        }
        return data
    }
}
