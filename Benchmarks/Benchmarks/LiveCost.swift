import Foundation

/// What the whole agent costs while boards stream into it at real time: two programs, a
/// pseudo-terminal between them.
struct LiveCost {
    let board: String
    let seconds: Double

    /// Share of one core, and peak memory, of `run` alone.
    func measure(_ program: String, state: URL) throws -> (coreShare: Double, megabytes: Double) {
        let pipe = Pipe()
        let simulator = Process()
        simulator.executableURL = URL(fileURLWithPath: program)
        simulator.arguments = ["simulate", "--board", board, "--synthetic", "--seed", "7"]
        simulator.standardOutput = pipe
        simulator.standardError = FileHandle.nullDevice
        try simulator.run()
        defer {
            simulator.interrupt()
            simulator.waitUntilExit()
        }
        let paths = try Self.lines(
            board == "healthypi6" ? 2 : 1, from: pipe.fileHandleForReading)
        let agent = try Measured.start(
            program,
            ["run", "--state", state.path] + paths.flatMap { ["--device", $0] })
        Thread.sleep(forTimeInterval: seconds)
        let cost = try agent.interruptAndMeasure()
        return (cost.processorSeconds / cost.wallSeconds, cost.peakMegabytes)
    }

    private static func lines(_ count: Int, from handle: FileHandle) throws -> [String] {
        var text = ""
        while text.filter({ $0 == "\n" }).count < count {
            let more = handle.availableData
            guard !more.isEmpty else { throw Failure("The simulator ended early.") }
            text += String(decoding: more, as: UTF8.self)
        }
        return text.split(separator: "\n").map(String.init)
    }
}
