import DeviceProtocols
import Foundation
import TestKit
import Testing

@testable import Agent

/// Simulated boards over real pseudo-terminals.
struct SimulatedBoardsTests {
    @Test(arguments: [Board.healthypi5, .healthypi6, .healthypi5V1, .tinyGSR, .healthypi3])
    func whatIsReadDecodesToTheTruth(_ board: Board) throws {
        let folder = try TemporaryFolder()
        var options = SimulationOptions(boards: [board])
        options.duration = 0.7
        options.truthPath = folder.path + "/truth.csv"
        let simulator = try BoardSimulator(options)
        try simulator.start()
        let client = try SimulatedClient(simulator.paths[0])
        #expect(
            client.read {
                simulator.isFinished && $0.bytes.count == simulator.statistics.first?.bytesSent
            })
        simulator.stop()
        let output = client.decoded(board)
        let truth = try TruthTable(folder.path + "/truth.csv")
        #expect(output.skips.isEmpty)
        #expect(output.losses.isEmpty)
        #expect(valuesInOrder(output.blocks, truth.values.count) == truth.values)
        #expect(truth.seconds.count > 40)
        let statistics = try #require(simulator.statistics.first)
        #expect(statistics.isBalanced)
        #expect(statistics.bytesSent == client.bytes.count)
        #expect(statistics.framesSent == output.frames)
        #expect(statistics.samplesSent.values.reduce(0, +) == truth.values.joined().count)
        // A HealthyPi 6 begins with a block of every channel.
        if board == .healthypi6 { #expect(truth.beginsTogether) }
        // Packets of PPG by themselves do not say when they begin against those of ECG.
        guard board != .healthypi5V1 else { return }
        // The same rows at the same distances.
        var table = SampleTable(channels: BoardProfile.chosen(board).channels)
        let rows = (table.append(output.blocks) + table.finish()).split(separator: "\n")
        let first = try #require(truth.seconds.first)
        let times = rows.compactMap { $0.split(separator: ",").first.flatMap { Double($0) } }
        #expect(times.count == truth.seconds.count)
        #expect(zip(times, truth.seconds).allSatisfy { abs($0 - ($1 - first)) < 1e-6 })
    }

    @Test func isTakenForWhatItIs() throws {
        let simulator = try BoardSimulator(SimulationOptions(boards: [.healthypi5Next]))
        try simulator.start()
        let client = try SimulatedClient(simulator.paths[0])
        #expect(client.read { $0.bytes.count > 100 * 29 })
        simulator.stop()
        var recogniser = BoardRecogniser()
        recogniser.process(client.bytes[...])
        guard
            case .recognised(let profile) = recogniser.recognition(isComplete: true, seconds: nil)
        else {
            Issue.record("It was not recognised.")
            return
        }
        #expect(profile.board == .healthypi5Next)
    }

    @Test func maybeClosedAndOpenedAgain() throws {
        let folder = try TemporaryFolder()
        var options = SimulationOptions(boards: [.healthypi5])
        options.truthPath = folder.path + "/truth.csv"
        let simulator = try BoardSimulator(options)
        try simulator.start()
        var bytesRead = 0
        for opening in 1...3 {
            let client = try SimulatedClient(simulator.paths[0])
            #expect(client.read { $0.bytes.count >= 10 * 29 })
            // It begins with a whole frame, and has nothing stale.
            #expect(client.decoded(.healthypi5).skips.allSatisfy { $0.reason == .truncated })
            // Some is left unread.
            bytesRead += client.bytes.count
            #expect(
                awaitCondition { simulator.statistics[0].bytesSent > bytesRead + 100 * opening })
            client.close()
            #expect(awaitCondition { simulator.statistics[0].framesUnheard > 25 * opening })
        }
        simulator.stop()
        simulator.stop()
        #expect(simulator.statistics[0].openings == 3)
        #expect(simulator.statistics[0].bytesUnread >= 300)
        #expect(
            simulator.statistics[0].bytesUnread + bytesRead == simulator.statistics[0].bytesSent)
        #expect(simulator.statistics[0].isBalanced)
        // The board's time went on in between.
        let seconds = try TruthTable(folder.path + "/truth.csv").seconds
        let pauses = zip(seconds, seconds.dropFirst()).count { $1 - $0 > 2.5 / 128 }
        #expect(pauses == 2)
        #expect(seconds == seconds.sorted())
    }

    /// 29 bytes 256 times a second: the kernel's 4 KiB and the board's 1 KiB are full within 0.7 s.
    @Test func dropsWholeFramesWhileNobodyReads() throws {
        let simulator = try BoardSimulator(SimulationOptions(boards: [.healthypi5V2]))
        try simulator.start()
        let client = try SimulatedClient(simulator.paths[0])
        #expect(awaitCondition { simulator.statistics[0].framesOverflowed > 30 })
        let before = simulator.statistics[0]
        #expect(before.framesWaiting == 1_024 / 29)
        #expect(before.bytesSent <= 4_095 + 29)
        #expect(client.read { $0.bytes.count > 6_500 })
        simulator.stop()
        let output = client.decoded(.healthypi5V2)
        #expect(output.skips.allSatisfy { $0.reason == .truncated })
        #expect(simulator.statistics[0].isBalanced)
    }

    @Test func aHealthyPi6WaitsForItsStart() throws {
        var options = SimulationOptions(boards: [.healthypi6])
        options.waitsForStart = true
        let simulator = try BoardSimulator(options)
        #expect(simulator.paths.count == 2)
        try simulator.start()
        let data = try SimulatedClient(simulator.paths[0])
        let control = try SimulatedClient(simulator.paths[1])
        #expect(awaitCondition { simulator.statistics[0].framesUnheard > 15 })
        data.read()
        #expect(data.bytes.isEmpty)
        control.write(
            SMPEncoder.lines(
                SMPRequest.streamStart(channels: [.ecg, .ppg], annotations: 0).frame(sequence: 1)))
        #expect(data.read { $0.bytes.count > 3_000 })
        #expect(control.read { !$0.bytes.isEmpty })
        control.write(SMPEncoder.lines(SMPRequest.streamStop.frame(sequence: 2)))
        let unheard = simulator.statistics[0].framesUnheard
        #expect(data.read { _ in simulator.statistics[0].framesUnheard > unheard + 5 })
        simulator.stop()
        // It began with a whole block of each channel, and nothing is missing.
        let output = data.decoded(.healthypi6)
        #expect(output.losses.isEmpty)
        #expect(output.skips.isEmpty)
        #expect(simulator.statistics[0].bytesToControl > 0)
        #expect(simulator.statistics[0].isBalanced)
    }

    @Test func isUnpluggedAndComesBackUnderTheSamePath() throws {
        let folder = try TemporaryFolder()
        var options = SimulationOptions(boards: [.healthypi5])
        options.faults = try FaultPlan.plans(parsing: "unplug=0.5:0.15,banner", for: [.healthypi5])
        options.temporaryFolder = folder.path
        let simulator = try BoardSimulator(options)
        let path = simulator.paths[0]
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: path).hasPrefix("/dev/pts"))
        try simulator.start()
        for _ in 0..<2 {
            #expect(awaitCondition { FileManager.default.fileExists(atPath: path) })
            let client = try SimulatedClient(path)
            #expect(client.read { $0.hasEnded })
            // Text first, then frames.
            let output = client.decoded(.healthypi5)
            #expect(output.texts == ["Booting..."])
            #expect(output.skips.first?.offset == 0)
            #expect(output.frames > 10)
        }
        simulator.stop()
        #expect(simulator.statistics[0].unplugs >= 2)
        #expect(simulator.statistics[0].isBalanced)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func whatTheHostWritesIsCountedAndComesBackOnlyWhereItDoes() throws {
        let boards = [Board.healthypi5, .healthypi5V1]
        let simulator = try BoardSimulator(SimulationOptions(boards: boards))
        try simulator.start()
        let clients = try simulator.paths.map { try SimulatedClient($0) }
        for client in clients { client.write(Array("AT\r\n".utf8)) }
        #expect(awaitCondition { simulator.statistics.allSatisfy { $0.bytesFromHost == 4 } })
        for client in clients { #expect(client.read { $0.bytes.count > 300 }) }
        simulator.stop()
        #expect(clients[0].decoded(boards[0]).texts.isEmpty)
        #expect(clients[1].bytes.starts(with: Array("AT\r\n".utf8)))
        #expect(simulator.statistics.map(\.bytesEchoed) == [0, 4])
    }

    @Test func faultsAddUp() throws {
        var options = SimulationOptions(boards: [.healthypi5V2])
        options.faults = try FaultPlan.plans(
            parsing: "drop=0.01,flip=0.001,burst=0.05:40,tear=0.05,swap=0.05,silence=0.4:0.1",
            for: [.healthypi5V2])
        options.duration = 1
        let simulator = try BoardSimulator(options)
        try simulator.start()
        let client = try SimulatedClient(simulator.paths[0])
        #expect(
            client.read {
                simulator.isFinished && $0.bytes.count == simulator.statistics.first?.bytesSent
            })
        simulator.stop()
        let statistics = simulator.statistics[0]
        #expect(statistics.isBalanced)
        #expect(statistics.framesMade == 256)
        #expect(statistics.framesSilenced >= 25)
        #expect(statistics.bytesSent == client.bytes.count)
        #expect(statistics.bytesDropped > 0 && statistics.bitsFlipped > 0)
        #expect(statistics.bytesTorn > 0 && statistics.bytesLostInBursts > 0)
        #expect(statistics.bytesMovedOut > 0)
    }

    @Test func boardsShareOneInstant() throws {
        let folder = try TemporaryFolder()
        var options = SimulationOptions(boards: [.healthypi5, .tinyGSR])
        options.duration = 0.6
        options.truthPath = folder.path + "/truth.csv"
        options.beatsPath = folder.path + "/beats.csv"
        let simulator = try BoardSimulator(options)
        try simulator.start()
        let clients = try simulator.paths.map { try SimulatedClient($0) }
        #expect(
            awaitCondition {
                clients.forEach { $0.read() }
                return simulator.isFinished
            })
        simulator.stop()
        let heart = try TruthTable(folder.path + "/healthypi5-truth.csv").seconds
        let skin = try TruthTable(folder.path + "/tinygsr-truth.csv").seconds
        // Both were opened at once, and end with the last sample before 0.6 s.
        #expect(abs(heart[0] - skin[0]) < 0.05)
        #expect(heart.last == 76.0 / 128)
        #expect(skin.last == 65.0 / 110)
        let beats = try ["healthypi5", "tinygsr"].map {
            try String(contentsOfFile: folder.path + "/\($0)-beats.csv", encoding: .utf8)
        }
        #expect(beats.allSatisfy { $0.hasPrefix("time_s,fiducial,value,unit\n") })
    }

    @Test func whatCannotBeSimulatedIsRefused() throws {
        #expect(throws: SimulationError.self) { try BoardSimulator(SimulationOptions(boards: [])) }
        #expect(throws: SimulationError.self) {
            try BoardSimulator(SimulationOptions(boards: [.tinyGSR, .tinyGSR]))
        }
        var options = SimulationOptions(boards: [.tinyGSR])
        options.truthPath = "/dev/null/truth.csv"
        #expect(throws: SimulationError.self) { try BoardSimulator(options) }
    }
}
