import Dashboard
import Foundation
import Glibc
import TestKit
import Testing

/// The running agent, asked over its local socket the way a user asks.
@Suite(.serialized, .timeLimit(.minutes(3))) struct StatusCommandTests {
    @Test func aRunningAgentTellsHowItFares() throws {
        let folder = try TemporaryFolder()
        let state = folder.path + "/state"
        let board = try Simulation("healthypi5", terminals: 1, ["--synthetic", "--seed", "3"])
        let run = try Program(
            "healthypi-agent", ["run", "--device", board.paths[0], "--state", state])
        var status: [String: Any] = [:]
        let isConnected = try awaitCondition(within: .seconds(60)) {
            let outcome = try Program.run("healthypi-agent", "status", "--state", state, "--json")
            guard outcome.status == 0 else { return false }
            status = try #require(
                try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
            return status.objects("boards").first?["connected"] as? Bool == true
                && status.objects("boards").first?.number("samples_received") ?? 0 > 0
        }
        let said = try run.errorsSoFar()
        try #require(isConnected, "\(said)")
        #expect(status.text("agent") == "healthypi")
        #expect(status["alive"] as? Bool == true)
        #expect(status["broker"] is NSNull)
        #expect(status.objects("channels").contains { $0.text("role") == "ecg" })
        #expect(status.object("process").number("resident_bytes") ?? 0 > 1_000_000)

        let table = try Program.run("healthypi-agent", "status", "--state", state)
        #expect(table.status == 0)
        #expect(table.text.contains("\nready\n"))
        #expect(table.text.contains("  healthypi5"))
        #expect(table.text.contains("events stay in the store"))
        #expect(table.lines.allSatisfy { $0.count <= 100 && !$0.hasSuffix(" ") })

        let approvals = try Program.run("healthypi-agent", "approvals", "--state", state)
        #expect(approvals.status == 0)
        #expect(approvals.errors.contains("Nothing waits."))
        #expect(approvals.output.isEmpty)
        try checkReplacement(of: run, state: state, board: board)
    }

    /// What a killed agent leaves behind does not keep the next one out.
    private func checkReplacement(of run: Program, state: String, board: Simulation) throws {
        run.send(SIGKILL)
        _ = try run.finish()
        let socket = state + "/agent.sock"
        #expect(access(socket, F_OK) == 0)
        let gone = try Program.run("healthypi-agent", "status", "--state", state)
        #expect(gone.status == 69)
        #expect(gone.errors.contains("No agent is running here: nobody listens on \(socket)."))
        let next = try Program(
            "healthypi-agent", ["run", "--device", board.paths[0], "--state", state])
        #expect(
            try awaitCondition(within: .seconds(60)) {
                try Program.run("healthypi-agent", "status", "--state", state).status == 0
                    || !next.isRunning
            })
        next.send(SIGINT)
        #expect(try next.finish().status == 130)
        #expect(access(socket, F_OK) != 0)
        _ = try board.stop()
    }

    @Test func metricsAreServedOnThisMachineOnly() throws {
        let folder = try TemporaryFolder()
        let further = try Program.run(
            "healthypi-agent", "run", "--state", folder.path + "/state", "--metrics",
            "0.0.0.0:9464")
        #expect(further.status == 2)
        #expect(further.errors.contains("ssh -L 9464:127.0.0.1:9464"))
    }

    @Test func whatWaitsForApprovalIsListed() throws {
        let folder = try TemporaryFolder()
        let state = folder.path + "/state"
        let run = try Program(
            "healthypi-agent", ["run", "--device", folder.path + "/none", "--state", state])
        let socket = state + "/agent.sock"
        #expect(
            awaitCondition(within: .seconds(60)) {
                // The file is there a moment before anybody listens.
                (try? DoorClient(path: socket).get("/healthz")) != nil || !run.isRunning
            })
        let asked = try DoorClient(path: socket, withinSeconds: 60).post(
            "/v1/task", json: Array(#"{"kind":"delete","recording":"R"}"#.utf8))
        #expect(asked.status == 202)
        let approvals = try Program.run("healthypi-agent", "approvals", "--state", state)
        #expect(approvals.status == 0)
        #expect(approvals.lines.count == 2)
        #expect(approvals.lines.last?.contains("delete") == true, "\(approvals.text)")
        run.send(SIGINT)
        _ = try run.finish()
    }
}
