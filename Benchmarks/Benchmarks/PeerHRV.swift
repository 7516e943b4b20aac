import Foundation

/// NeuroKit's heart rate variability over the same intervals, timed by `peer_hrv.py` in processor
/// time.
struct PeerHRV {
    struct Outcome: Decodable {
        let version: String
        /// ms: its whole panel.
        let fiveMinutes: Double
        /// ms: its time and frequency domains; its nonlinear one does not end in five minutes.
        let day: Double
        let dayMegabytes: Double
    }

    private let series: [Double]
    private let beatsOfFiveMinutes: Int

    init(_ series: [Double], beatsOfFiveMinutes: Int) {
        self.series = series
        self.beatsOfFiveMinutes = beatsOfFiveMinutes
    }

    /// Nil where the environment of the scorecard is not there, or the peer fails.
    func run() -> Outcome? {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let project = here.deletingLastPathComponent().deletingLastPathComponent()
        let python = project.appending(path: ".tools/scorecard-venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
        let file = FileManager.default.temporaryDirectory.appending(
            path: "healthypi-intervals-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            let text = series.map { String($0) }.joined(separator: "\n")
            try Data(text.utf8).write(to: file)
            let process = Process()
            process.executableURL = python
            process.arguments = [
                "-B", here.appending(path: "peer_hrv.py").path, file.path,
                String(beatsOfFiveMinutes),
            ]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let answer = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return try JSONDecoder().decode(Outcome.self, from: answer)
        } catch {
            return nil
        }
    }
}
