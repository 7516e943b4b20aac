import Acquisition
import Agent
import ArgumentParser
import DeviceProtocols
import Foundation

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Pseudo-terminals that behave as boards do, at real time, until stopped.",
        discussion: """
            Prints one path per line: the data terminals in the order named, then a HealthyPi 6's \
            control terminal. A terminal is raw, may be closed and opened again, and sends while it \
            is open; the first frame comes 0.1 s after it was opened. Talk is on stderr, at the end \
            with what was sent.

            A recording is resampled to the board's rates. What has no known unit is sent as it is \
            if the board can send it, else stretched to a usual height; a gap is sent as a flat \
            line. At its end the board falls silent and its terminal stays, or with --loop the \
            recording begins again.

            Faults, a comma list; NAME: before one means that board only:
            \(FaultPlan.help.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))

            With unplug the path printed is a link that leads to the terminal that is there.

            --truth writes what decode prints: the samples of every frame that was written, as \
            sent, before any fault, by the board's clock, which begins with the simulation. \
            --beats writes what truly happened: rPeak with RR in ms, pulseFoot, scrOnset with \
            amplitude in uS, inhaleOnset. With several boards, NAME- goes before each file's name.

            Example:
              healthypi-agent simulate --board healthypi5+tinygsr --synthetic \\
                --faults drop=1e-4
            """)

    @Option(help: ArgumentHelp("Which boards.", valueName: "NAME[+NAME]"))
    var board: String

    @Option(help: ArgumentHelp("The signals of a recording.", valueName: "REC"))
    var recording: String?

    @Flag(help: "The signals of a person who never lived.")
    var synthetic = false

    @Option(help: ArgumentHelp("What goes wrong; see above.", valueName: "SPEC"))
    var faults: String?

    @Flag(help: "A HealthyPi 6 says nothing until stream_start, as firmware 1.0.0 does.")
    var waitForStart = false

    @Option(help: ArgumentHelp("Write the samples as sent, CSV.", valueName: "FILE"))
    var truth: String?

    @Option(help: ArgumentHelp("Write the true beats, breaths and SCRs, CSV.", valueName: "FILE"))
    var beats: String?

    @Option(help: "Draw the person and every fault from this number.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("End after so many seconds; 0: never.", valueName: "S"))
    var duration = 0.0

    @Flag(help: "Begin the recording again at its end.")
    var loop = false

    @Flag(help: "What was sent, on stderr, as JSON Lines: one object for each board.")
    var json = false

    @OptionGroup var reading: SignalArguments

    func run() async throws {
        let simulator: BoardSimulator
        do { simulator = try BoardSimulator(options()) } catch let error as SimulationError {
            throw Failure(error.exitStatus, error.description)
        }
        for notice in simulator.notices { Stderr.line("healthypi-agent: \(notice)") }
        let interrupt = Interrupt(cleanUp: { simulator.stop() })
        try Output.data(Data((simulator.paths.joined(separator: "\n") + "\n").utf8))
        try simulator.start()
        while !interrupt.isSet, !simulator.isFinished, simulator.failure == nil {
            try await ContinuousClock().sleep(for: .milliseconds(50))
        }
        simulator.stop()
        for statistics in simulator.statistics {
            Stderr.line(json ? try Self.json(statistics) : "healthypi-agent: \(statistics.text)")
        }
        if let failure = simulator.failure {
            throw (failure as? SimulationError).map { Failure($0.exitStatus, $0.description) }
                ?? failure
        }
        if interrupt.isSet { throw Failure(.interrupted, "") }
    }

    private func options() throws -> SimulationOptions {
        guard synthetic != (recording != nil) else {
            throw Failure(.usage, "Write either --recording REC or --synthetic.")
        }
        guard duration >= 0, duration <= 1e7 else {
            throw Failure(.usage, "--duration \(duration): write seconds, or 0 for until stopped.")
        }
        if recording == nil, loop {
            throw Failure(.usage, "--loop repeats a recording: name one with --recording.")
        }
        if beats != nil, !synthetic {
            throw Failure(.usage, "--beats needs --synthetic: a recording does not tell them.")
        }
        if let truth, truth == beats {
            throw Failure(.usage, "--truth and --beats name the same file: \(truth).")
        }
        var options = SimulationOptions(boards: try boards())
        if let recording {
            let inputs = try RecordingReader(opening: recording, options: reading.options()).files
            for output in [truth, beats].compactMap(\.self) {
                try Output.check(output, isNoneOf: inputs)
            }
            options.signal = .recording(
                path: recording, try reading.options(), isLooped: loop)
        }
        if let faults { options.faults = try plans(faults, options.boards) }
        if waitForStart, !options.boards.contains(.healthypi6) {
            throw Failure(.usage, "--wait-for-start is for healthypi6 only.")
        }
        options.waitsForStart = waitForStart
        options.seed = seed
        options.duration = duration > 0 ? duration : nil
        options.truthPath = truth
        options.beatsPath = beats
        options.temporaryFolder = FileManager.default.temporaryDirectory.path
        return options
    }

    private func boards() throws -> [Board] {
        try board.split(separator: "+", omittingEmptySubsequences: false).map { name in
            guard let board = Board(rawValue: String(name)) else {
                let names = Board.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(.usage, "--board \(board): \"\(name)\" is none of \(names).")
            }
            return board
        }
    }

    private func plans(_ spec: String, _ boards: [Board]) throws -> [FaultPlan] {
        do { return try FaultPlan.plans(parsing: spec, for: boards) } catch {
            throw Failure(.usage, error.description)
        }
    }

    private static func json(_ statistics: SimulationStatistics) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(statistics), as: UTF8.self)
    }
}

extension SimulationError {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .noTerminal: .unavailable
        case .nothingToSend: .badInput
        case .noBoards, .twice: .usage
        case .cannotWrite: .cannotWrite
        case .recording(let error): error.isOpeningFailure ? .noInput : .badInput
        }
    }
}
