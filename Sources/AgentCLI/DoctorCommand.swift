import Acquisition
import Agent
import ArgumentParser
import DeviceProtocols
import Foundation
import Settings

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Port, permission, frames, loss, lead-off, clock, broker, disk: what is wrong, and what mends it.",
        discussion: """
            Ends with 1 if something is bad. With --capture it also saves a minute of the board's \
            raw bytes, and beside them what the board is, for the project's first vectors from real \
            hardware. A minute of ECG is health data: look at what you pass on.

            Examples:
              healthypi-agent doctor
              healthypi-agent doctor --device /dev/ttyACM0 --capture my-board.bin
            """)

    @Option(help: ArgumentHelp("A port instead of all. May be repeated.", valueName: "PATH"))
    var device: [String] = []

    @Option(
        help: ArgumentHelp("Which board it is, instead of finding out.", valueName: "auto|NAME"))
    var board = BoardChoice.auto

    @Option(help: ArgumentHelp("Configuration, as for run.", valueName: "FILE"))
    var config: String?

    @Option(help: ArgumentHelp("The broker to look for.", valueName: "URL"))
    var broker: String?

    @Option(help: ArgumentHelp("The state directory to look at.", valueName: "DIR"))
    var state: String?

    @Option(help: ArgumentHelp("How long to listen; a minute with --capture.", valueName: "S"))
    var seconds: Double?

    @Option(help: ArgumentHelp("Save the raw bytes of the one --device.", valueName: "FILE"))
    var capture: String?

    @Flag(help: "JSON instead of a table.")
    var json = false

    func run() async throws {
        let listening = seconds ?? (capture == nil ? 6 : 60)
        guard (0.1...3_600).contains(listening) else {
            throw Failure(.usage, "--seconds \(listening): listen 0.1 to 3600 seconds.")
        }
        if capture != nil, device.count != 1 {
            throw Failure(.usage, "--capture saves one port's bytes: name it with --device.")
        }
        let settings = try load()
        let file = try capture.map { try CaptureFile(path: $0) }
        let interrupt = Interrupt()
        let sources =
            device.isEmpty
            ? [LiveSource(place: .automatic, board: board.board)]
            : device.map { LiveSource(place: .path($0), board: board.board) }
        let reports = try await PortSurvey(sources: sources).run(
            seconds: listening, isStopped: { interrupt.isSet }
        ) { bytes in try file?.write(bytes) }
        let findings = await examine(reports, settings)
        try file?.finish(reports.first)
        try tell(findings)
        if interrupt.isSet { throw Failure(.interrupted, "") }
        if findings.contains(where: { $0.verdict == .bad }) { throw Failure(.checkSaidNo, "") }
    }

    private func load() throws -> AgentSettings {
        var arguments: [SettingsArgument] = []
        if let broker {
            arguments.append(
                SettingsArgument(option: "--broker", key: "publish.broker", value: broker))
        }
        if let state {
            arguments.append(
                SettingsArgument(option: "--state", key: "agent.state", value: state))
        }
        return try SettingsLoader(
            commandLine: arguments, environment: ProcessInfo.processInfo.environment,
            filePath: config, boards: Board.allCases.map(\.rawValue)
        ).load().settings
    }

    private func examine(
        _ reports: [PortSurvey.Report], _ settings: AgentSettings
    ) async -> [DoctorFinding] {
        let doctor = Doctor()
        var findings: [DoctorFinding] = []
        if reports.isEmpty {
            findings.append(
                DoctorFinding(
                    "port", .bad, "no serial port is plugged in",
                    remedy: "Plug the board in with a cable that carries data, and switch it on; "
                        + "on a HAT enable the UART (hardware/raspberry-pi)."))
        }
        for report in reports { findings += doctor.examine(report) }
        findings.append(doctor.clock())
        findings.append(
            await doctor.broker(settings.publish.broker, agent: settings.agent.name))
        findings.append(
            DoctorFinding("token", .unknown, "capability tokens are not there yet"))
        findings.append(doctor.disk(stateDirectory: settings.agent.stateDirectory))
        return findings
    }

    private func tell(_ findings: [DoctorFinding]) throws {
        if json { return try Output.data(Data(Output.json(["checks": findings]).utf8)) }
        for finding in findings {
            let mark =
                switch finding.verdict {
                case .good: "good   "
                case .warning: "warning"
                case .bad: "BAD    "
                case .unknown: "unknown"
                }
            try Output.line("\(mark)  \(finding.check): \(finding.says)")
            if let remedy = finding.remedy { try Output.line("         → \(remedy)") }
        }
    }
}
