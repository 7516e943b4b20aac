import DeviceProtocols
import Foundation
import TestKit
import Testing

/// `simulate`, run the way a user runs it.
struct SimulateCommandTests {
    @Test func printsItsPathsAndSendsUntilStopped() throws {
        let program = try Program(
            "healthypi-agent", ["simulate", "--board", "healthypi6+tinygsr", "--synthetic"])
        let paths = try paths(of: program, count: 3)
        // Data terminals in the order named, then the control terminal.
        let (blocks, skin) = (try TerminalReader(paths[0]), try TerminalReader(paths[1]))
        let control = try TerminalReader(paths[2])
        #expect(awaitCondition { blocks.read() > 1_000 && skin.read() > 200 })
        #expect(blocks.bytes.starts(with: Array("DBLK".utf8)))
        #expect(skin.bytes.starts(with: [0x0A, 0xFA, 9, 0, 2]))
        control.write(SMPEncoder.lines(SMPRequest.osEcho("there").frame(sequence: 9)))
        #expect(awaitCondition { control.read() > 0 })
        program.send(SIGINT)
        let outcome = try program.finish()
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("healthypi6: "))
        #expect(outcome.errors.contains("frames sent"))
    }

    @Test func endsAfterItsDurationAndTellsWhatItSent() throws {
        let folder = try TemporaryFolder()
        let truth = folder.path + "/truth.csv"
        let program = try Program(
            "healthypi-agent",
            [
                "simulate", "--board", "healthypi5", "--synthetic", "--duration", "0.7", "--json",
                "--truth", truth, "--seed", "5",
            ])
        let reader = try TerminalReader(try paths(of: program, count: 1)[0])
        #expect(
            awaitCondition {
                _ = reader.read()
                return !program.isRunning
            })
        let outcome = try program.finish()
        #expect(outcome.status == 0)
        let told = try JSONSerialization.jsonObject(with: Data(outcome.errors.utf8))
        let statistics = try #require(told as? [String: Any])
        #expect(statistics["board"] as? String == "healthypi5")
        #expect(statistics["bytesSent"] as? Int == reader.bytes.count)
        let rows = try String(contentsOfFile: truth, encoding: .utf8).split(separator: "\n")
        #expect(rows.count - 1 == statistics["framesSent"] as? Int)
        #expect(rows.first == "time_s,ecg_mV,resp_counts,ppg_ir_counts,ppg_red_counts,temp_degC")
    }

    @Test func sendsARecordingAndSaysWhatItLacks() throws {
        let name = "ecg_plux_rest_5min"
        let program = try Program(
            "healthypi-agent",
            [
                "simulate", "--board", "healthypi3", "--recording",
                packageRoot() + "/datasets/\(name)/\(name)",
            ])
        let reader = try TerminalReader(try paths(of: program, count: 1)[0])
        #expect(awaitCondition { reader.read() > 27 * 50 })
        program.send(SIGTERM)
        let outcome = try program.finish()
        #expect(outcome.status == 130)
        #expect(
            outcome.errors.contains(
                "healthypi3: the recording has nothing for resp, ppg_ir, ppg_red; "
                    + "it sends zeros there."))
    }

    @Test(arguments: [
        ([], 2, "Missing expected argument"),
        (["--board", "healthypi5"], 2, "Write either --recording REC or --synthetic."),
        (["--board", "healthypi5", "--synthetic", "--recording", "x"], 2, "Write either"),
        (["--board", "healthypi9", "--synthetic"], 2, "\"healthypi9\" is none of healthypi3,"),
        (["--board", "healthypi5+", "--synthetic"], 2, "\"\" is none of"),
        (["--board", "tinygsr+tinygsr", "--synthetic"], 2, "tinygsr stands there twice."),
        (["--board", "healthypi5", "--synthetic", "--faults", "drop=2"], 2, "--faults drop=2:"),
        (["--board", "healthypi5", "--synthetic", "--wait-for-start"], 2, "healthypi6 only"),
        (["--board", "healthypi5", "--synthetic", "--loop"], 2, "--loop repeats a recording"),
        (["--board", "healthypi5", "--synthetic", "--duration", "-1"], 2, "--duration"),
        (["--board", "healthypi5", "--recording", "/dev/null/x"], 66, "Cannot open"),
        (["--board", "healthypi5", "--recording", "x", "--beats", "y"], 2, "--beats needs"),
        (
            ["--board", "healthypi5", "--synthetic", "--truth", "/dev/null/x"], 74,
            "Cannot write /dev/null/x"
        ),
    ])
    func mistakesAreNamed(_ arguments: [String], _ status: Int32, _ text: String) throws {
        let outcome = try Program("healthypi-agent", ["simulate"] + arguments).finish()
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(text), "It said: \(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func doesNotWriteOverItsRecording() throws {
        let folder = try TemporaryFolder()
        let text = "time_s,ecg_mV\n" + (0..<500).map { "\(Double($0) / 125),0.1\n" }.joined()
        let path = try folder.write(text, to: "rest.csv")
        let outcome = try Program.run(
            "healthypi-agent", "simulate", "--board", "healthypi3", "--recording", path,
            "--truth", path)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("is the input"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    private func paths(of program: Program, count: Int) throws -> [String] {
        var paths: [String] = []
        let areThere = try awaitCondition {
            paths = String(decoding: try program.outputSoFar(), as: UTF8.self)
                .split(separator: "\n").map(String.init)
            return paths.count == count
        }
        try #require(areThere)
        return paths
    }

    private final class TerminalReader {
        private let number: Int32
        private(set) var bytes: [UInt8] = []

        init(_ path: String) throws {
            number = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
            try #require(number >= 0)
        }

        deinit { close(number) }

        func write(_ bytes: [UInt8]) {
            _ = Foundation.write(number, bytes, bytes.count)
        }

        /// - Returns: how many bytes have come so far.
        func read() -> Int {
            var piece = [UInt8](repeating: 0, count: 4_096)
            let count = Foundation.read(number, &piece, piece.count)
            if count > 0 { bytes += piece[..<count] }
            return bytes.count
        }
    }
}
