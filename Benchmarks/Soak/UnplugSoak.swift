import Acquisition
import Biosignals
import Foundation

/// A HealthyPi 6 at full rate and a HealthyPi 5 together, each unplugged every 20 s for 2 s: memory
/// stays flat, and every sample is delivered or stands in the ledger.
struct UnplugSoak {
    let program: String
    let minutes: Double

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "healthypi-soak-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = Pipe()
        let simulator = try start(
            [
                "simulate", "--board", "healthypi6+healthypi5", "--synthetic", "--seed", "11",
                "--faults", "unplug=20:2",
            ], output: output)
        var paths: [String] = []
        var text = ""
        while paths.count < 3 {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw SoakFailure("the simulator ended early") }
            text += String(decoding: more, as: UTF8.self)
            paths = text.split(separator: "\n").map(String.init)
        }
        let events = folder.appendingPathComponent("events.jsonl")
        let state = folder.appendingPathComponent("state")
        let agent = try start(
            ["run", "--state", state.path, "--record", "--events", events.path]
                + paths.flatMap { ["--device", $0] }, output: nil)
        let resident = watch(agent)
        agent.interrupt()
        agent.waitUntilExit()
        simulator.interrupt()
        simulator.waitUntilExit()
        guard agent.terminationStatus == 130 else {
            throw SoakFailure("the agent ended with \(agent.terminationStatus)")
        }
        try judge(resident)
        try judge(events: events, recordings: state.appendingPathComponent("recordings"))
    }

    private func start(_ arguments: [String], output: Pipe?) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Resident memory in MiB, every five seconds.
    private func watch(_ process: Process) -> [Double] {
        var resident: [Double] = []
        let end = Date().addingTimeInterval(minutes * 60)
        while Date() < end, process.isRunning {
            Thread.sleep(forTimeInterval: 5)
            if let now = Self.residentMebibytes("\(process.processIdentifier)") {
                resident.append(now)
            }
        }
        return resident
    }

    static func residentMebibytes(_ process: String) -> Double? {
        (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8))?
            .split(separator: " ").dropFirst().first.flatMap { Double($0) }
            .map { $0 * Double(getpagesize()) / 1_048_576 }
    }

    private func judge(_ resident: [Double]) throws {
        let third = resident.count / 3
        guard third > 0 else { throw SoakFailure("too short to say anything of memory") }
        let middle = resident[third..<(2 * third)].max() ?? 0
        let last = resident[(2 * third)...].max() ?? 0
        print(
            String(
                format: "resident: %.1f MiB in the middle third, %.1f MiB in the last", middle,
                last))
        guard last - middle < 3 else { throw SoakFailure("memory grows") }
    }

    private func judge(events: URL, recordings: URL) throws {
        let lines = try Data(contentsOf: events).split(separator: 10)
        guard let last = lines.last,
            let event = try JSONSerialization.jsonObject(with: last) as? [String: Any],
            let data = event["data"] as? [String: Any],
            let devices = data["devices"] as? [[String: Any]]
        else { throw SoakFailure("the session has no end") }
        let session = try FileManager.default.contentsOfDirectory(atPath: recordings.path)
        guard session.count == 1 else { throw SoakFailure("\(session.count) sessions") }
        let folder = recordings.appendingPathComponent(session[0]).path
        let duration = (data["duration_s"] as? NSNumber)?.doubleValue ?? 0
        for device in devices {
            let name = device["name"] as? String ?? ""
            let received = (device["samples_received"] as? NSNumber)?.intValue ?? 0
            let missing = (device["samples_missing"] as? NSNumber)?.intValue ?? 0
            let span = try span(of: folder + "/" + name, until: duration)
            print(
                "\(name): \(received) samples delivered and recorded, \(missing) in the ledger; "
                    + "first to last \(span.length)")
            guard span.samples == received else {
                throw SoakFailure("\(name): \(span.samples) samples are in the recording")
            }
            // A board that is away at the end misses samples until there.
            guard [span.length, span.lengthToEnd].contains(received + missing) else {
                throw SoakFailure("\(name): the sum is not exact")
            }
        }
    }

    /// Samples in a record, and indices from the first to the last, over all its channels.
    private func span(
        of record: String, until seconds: Double
    ) throws -> (samples: Int, length: Int, lengthToEnd: Int) {
        let reader = try RecordingReader(opening: record)
        var first: [Int: Int] = [:]
        var end: [Int: Int] = [:]
        var samples = 0
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks {
                first[block.channel] = first[block.channel] ?? block.start
                end[block.channel] = block.end
                samples += block.samples.count
            }
            blocks.removeAll()
        }
        let begun = first.values.reduce(0, +)
        let ends = end.keys.map { Int((seconds * reader.channels[$0].rate.value).rounded(.down)) }
        return (samples, end.values.reduce(0, +) - begun, ends.reduce(0, +) - begun)
    }
}
