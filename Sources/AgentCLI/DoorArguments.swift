import ArgumentParser
import Dashboard
import DeviceProtocols
import Foundation
import Settings

/// Where the running agent is asked.
struct DoorArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Configuration, as for run.", valueName: "FILE"))
    var config: String?

    @Option(help: ArgumentHelp("The agent's state directory.", valueName: "DIR"))
    var state: String?

    /// The body of a good answer.
    ///
    /// - Throws: `Failure` with what to do.
    func get(_ target: String) throws -> [UInt8] {
        let client = DoorClient(path: try path())
        let answer: DoorClient.Answer
        do throws(DoorClientError) { answer = try client.get(target) } catch {
            throw Failure(error.exitStatus, error.description)
        }
        guard answer.status == 200 else {
            let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body))
            throw Failure(
                answer.status == 403 ? .notPermitted : .unavailable,
                refusal?.error.reason ?? "The agent answers with status \(answer.status).")
        }
        return answer.body
    }

    /// JSON for people: sorted keys, indented.
    static func indented(_ body: [UInt8]) throws -> String {
        let value = try JSONSerialization.jsonObject(with: Data(body))
        let data = try JSONSerialization.data(
            withJSONObject: value, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private func path() throws -> String {
        var arguments: [SettingsArgument] = []
        if let state {
            arguments.append(
                SettingsArgument(option: "--state", key: "agent.state", value: state))
        }
        let settings = try SettingsLoader(
            commandLine: arguments, environment: ProcessInfo.processInfo.environment,
            filePath: config, boards: Board.allCases.map(\.rawValue)
        ).load().settings
        return DoorLocation.found(
            among: DoorLocation.lookedFor(
                stateDirectory: settings.agent.stateDirectory, isNamed: state != nil))
    }

    private struct Refusal: Decodable {
        struct Content: Decodable { let reason: String }
        let error: Content
    }
}

extension DoorClientError {
    var exitStatus: ExitStatus {
        switch self {
        case .notRunning, .noAnswer: .unavailable
        case .notPermitted: .notPermitted
        }
    }
}
