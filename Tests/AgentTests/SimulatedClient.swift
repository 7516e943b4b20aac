import Biosignals
import DeviceProtocols
import Foundation
import Glibc
import TestKit
import Testing

@testable import Agent

/// A program that reads a simulated board's terminal.
final class SimulatedClient {
    private var number: Int32
    private(set) var bytes: [UInt8] = []
    /// The terminal has gone.
    private(set) var hasEnded = false

    init(_ path: String) throws {
        number = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        try #require(number >= 0)
    }

    deinit { close() }

    func close() {
        if number >= 0 { Glibc.close(number) }
        number = -1
    }

    func write(_ bytes: [UInt8]) { _ = Glibc.write(number, bytes, bytes.count) }

    /// Takes what has come.
    func read() {
        var piece = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = Glibc.read(number, &piece, piece.count)
            if count > 0 {
                bytes += piece[..<count]
            } else {
                hasEnded = hasEnded || count == 0 || errno != EAGAIN
                return
            }
        }
    }

    func read(until isEnough: (SimulatedClient) -> Bool) -> Bool {
        awaitCondition(within: .seconds(10)) {
            read()
            return isEnough(self)
        }
    }

    func decoded(_ board: Board) -> DeviceOutput {
        var output = DeviceOutput()
        var decoder = BoardDecoder(profile: .chosen(board))
        decoder.decode(bytes[...], into: &output)
        decoder.finish(into: &output)
        return output
    }
}

/// What a `--truth` file says.
struct TruthTable {
    /// Seconds of each row.
    let seconds: [Double]
    /// For each channel the values of the rows that have one.
    let values: [[Double]]
    /// The first row has a sample of every channel.
    let beginsTogether: Bool

    init(_ path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let rows = text.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        }
        seconds = rows.compactMap { $0[0] }
        beginsTogether = rows.first?.allSatisfy { $0 != nil } ?? false
        let count = rows.first.map { $0.count - 1 } ?? 0
        values = (0..<count).map { channel in rows.compactMap { $0[channel + 1] } }
    }
}

/// Each channel's samples one behind the other.
func valuesInOrder(_ blocks: [SignalBlock], _ channels: Int) -> [[Double]] {
    (0..<channels).map { channel in
        blocks.filter { $0.channel == channel }.flatMap(\.samples)
    }
}

extension SimulationStatistics {
    /// Whether its sums hold.
    var isBalanced: Bool {
        framesMade == framesSent + framesUnheard + framesSilenced + framesOverflowed
            + framesDiscarded + framesWaiting
            && bytesSent == bytesMade + bytesMovedIn - bytesDropped - bytesLostInBursts
                - bytesTorn - bytesMovedOut
    }
}
