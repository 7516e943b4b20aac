import Foundation

/// Runs `peers.py` in a virtual environment of its own over signals written for it.
final class PeerRun {
    private struct Job: Encodable {
        let task: String
        let id: String
        let rate: Double
        let file: String
        let digest: String
        let timed: Bool
    }

    private struct Wanted: Encodable {
        let results: String
        let index: String
        let workers: Int
        let fresh: Bool
        let jobs: [Job]
    }

    private struct Peer: Decodable {
        let task: String
        let peer: String
        let version: String
        let folder: String
    }

    private let home: URL
    private let sources: URL
    private let options: Options
    private var jobs: [Job] = []
    private var digests: [String: String] = [:]
    private var peers: [Peer] = []

    init(project: URL, options: Options) {
        home = project.appending(path: ".tools/scorecard-venv")
        sources = project.appending(path: "Benchmarks/Scorecards")
        self.options = options
    }

    /// Hands a signal to the peers of a task; a timed one is run alone, three times, every time.
    func add(_ signal: Signal, task: String, timed: Bool = false) throws {
        guard options.withPeers else { return }
        let digest = signal.digest
        digests[signal.id] = digest
        let name = signal.id.replacing("/", with: "_")
        let file = home.appending(path: "signals/\(name).\(digest).f32")
        if !FileManager.default.fileExists(atPath: file.path) {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let values = signal.samples.map { Float($0).bitPattern.littleEndian }
            try values.withUnsafeBytes { Data($0) }.write(to: file, options: .atomic)
        }
        jobs.append(
            Job(
                task: task, id: signal.id, rate: signal.rate, file: file.path, digest: digest,
                timed: timed))
    }

    /// Makes the environment if it is not there, and runs everything that was added.
    func run() throws {
        guard options.withPeers, !jobs.isEmpty else { return }
        try install()
        let folder = home.appending(path: "results")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (list, index) = (
            folder.appending(path: "jobs.json"), folder.appending(path: "index.json")
        )
        let wanted = Wanted(
            results: folder.path, index: index.path, workers: options.workers,
            fresh: options.isFresh, jobs: jobs)
        try JSONEncoder().encode(wanted).write(to: list)
        let script = sources.appending(path: "peers.py").path
        try launch(home.appending(path: "bin/python").path, ["-B", script, list.path])
        peers = try JSONDecoder().decode([Peer].self, from: Data(contentsOf: index))
    }

    /// Names and versions, for the head of the report.
    var versions: [String] {
        peers.map { "\($0.task): \($0.peer) (\($0.version))" }
    }

    func names(_ task: String) -> [String] {
        peers.filter { $0.task == task }.map(\.peer)
    }

    /// What one peer found in one signal.
    func found(_ task: String, _ peer: String, _ signal: Signal, timed: Bool = false) -> Found {
        guard let entry = peers.first(where: { $0.task == task && $0.peer == peer }),
            let digest = digests[signal.id]
        else { return Found(failure: "was not run") }
        let name = signal.id.replacing("/", with: "_") + ".\(digest)"
        let path = "\(entry.folder)/\(name)\(timed ? ".timed" : "").json"
        guard let data = FileManager.default.contents(atPath: path),
            let found = try? JSONDecoder().decode(Found.self, from: data)
        else { return Found(failure: "left no result") }
        return found
    }

    private func install() throws {
        let list = sources.appending(path: "requirements.txt")
        let stamp = home.appending(path: ".requirements")
        let wanted = try Data(contentsOf: list)
        if FileManager.default.contents(atPath: stamp.path) == wanted { return }
        Progress.say("installing the peers into \(home.path)")
        try launch("/usr/bin/env", ["python3", "-m", "venv", home.path])
        try launch(
            home.appending(path: "bin/python").path,
            [
                "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                "--requirement", list.path,
            ])
        try wanted.write(to: stamp)
    }

    private func launch(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure("\(arguments.first ?? program) ended with \(process.terminationStatus).")
        }
    }
}
