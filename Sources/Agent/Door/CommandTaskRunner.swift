public import Dashboard
import Foundation
public import Trust

/// Does tasks as other processes: the agent's own program with one of its other commands. What goes
/// wrong there, or takes too much, stays there.
///
/// A recording is one of the agent's own, named and not pointed to; what is written goes below the
/// state directory's `exports/`, one folder a task, for the agent's user alone.
public struct CommandTaskRunner: TaskRunner {
    private let program: String
    private let stateDirectory: String
    private let recordings: String
    private let commands: [TaskKind: @Sendable (_ recording: String, _ folder: String) -> [String]]

    /// - Parameters:
    ///   - program: the agent's own.
    ///   - recordings: the folder that holds one folder for each session.
    ///   - isDemo: what is reported says so, and nothing is replayed.
    public init(
        program: String, stateDirectory: String, recordings: String, isDemo: Bool = false
    ) {
        self.program = program
        self.stateDirectory = stateDirectory
        self.recordings = recordings
        let report = isDemo ? ["report", "--demo"] : ["report"]
        var commands: [TaskKind: @Sendable (_ recording: String, _ folder: String) -> [String]] = [
            .replay: { recording, folder in
                ["replay", recording, "--events", folder + "/events.jsonl"]
            },
            .report: { recording, folder in
                report + [recording, "--output", folder + "/report.html"]
            },
        ]
        if isDemo { commands[.replay] = nil }
        self.commands = commands
    }

    public var kinds: Set<TaskKind> { Set(commands.keys) }

    public func run(
        _ request: TaskRequest, id: String, budget: TaskBudget
    ) async throws -> [String] {
        guard let command = commands[request.kind] else {
            throw TaskFailure("This agent cannot do the task \(request.kind.rawValue).")
        }
        let recording = recordings + "/" + request.recording
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: recording, isDirectory: &isFolder),
            isFolder.boolValue
        else { throw TaskFailure("There is no recording \(request.recording).") }
        let folder = stateDirectory + "/exports/" + id
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        do {
            try await ChildProcess(program, command(recording, folder)).run()
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            guard names.count <= budget.filesMax else {
                throw TaskFailure("It wrote more than \(budget.filesMax) files.")
            }
            return names.map { folder + "/" + $0 }
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }
}
