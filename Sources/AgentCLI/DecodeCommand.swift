import Acquisition
import Agent
import ArgumentParser
import Biosignals
import DeviceProtocols
import Foundation

struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Turn a board's raw bytes, or a device's log, into physical units.",
        discussion: """
            Prints CSV: time_s, then one column per channel with its unit in the name; a row for \
            each instant at which any channel has a sample, other cells empty. Which board it is \
            is found out from the bytes and told on stderr, together with what was skipped.

            Example:
              healthypi-agent decode \\
                hardware/healthypi5/captures/simulated_healthypi5.bin | head
            """)

    @Argument(
        help: ArgumentHelp("Raw serial bytes, .HP6, .hpd or another log.", valueName: "CAPTURE"))
    var capture: String

    @Option(help: ArgumentHelp("Which board sent them.", valueName: "auto|NAME"))
    var board = BoardChoice.auto

    @Flag(help: "JSON Lines instead of CSV: one object for each row.")
    var json = false

    func run() throws {
        let interrupt = Interrupt()
        let reader = try DeviceLogReader(opening: capture, board: board.board)
        for notice in reader.notices { Stderr.line("healthypi-agent: \(notice)") }
        var table = SampleTable(channels: reader.channels, format: json ? .jsonLines : .csv)
        var tally = DecodingTally()
        var output = DeviceOutput()
        try Output.data(Data(table.header.utf8))
        while !interrupt.isSet {
            output.removeAll()
            let hasMore = try reader.next(into: &output)
            tally.add(output)
            try Output.data(Data(table.append(output.blocks).utf8))
            if !hasMore { break }
        }
        try Output.data(Data(table.finish().utf8))
        for line in tally.lines { Stderr.line("healthypi-agent: \(line)") }
        if interrupt.isSet { throw Failure(.interrupted, "") }
        if tally.frames == 0 {
            throw Failure(
                .badInput,
                "\(capture) holds no whole frame. Name the board with --board if you know it.")
        }
    }
}

/// `auto`, or one of the contract's board names.
struct BoardChoice: ExpressibleByArgument {
    static let auto = BoardChoice(board: nil)
    let board: Board?

    private init(board: Board?) { self.board = board }

    init?(argument: String) {
        if argument == "auto" {
            board = nil
        } else if let named = Board(rawValue: argument) {
            board = named
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { board?.rawValue ?? "auto" }
    static var allValueStrings: [String] { ["auto"] + Board.allCases.map(\.rawValue) }
}
