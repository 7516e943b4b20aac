import Biosignals
import DeviceProtocols
import Foundation
import TestKit

/// The boards that speak OpenView.
let openViewBoards = Board.allCases.filter { $0 != .healthypi6 }

/// A frame of `Golden/frames.json`: layouts derived from the vendor's firmware by hand.
func goldenFrame(_ name: String) throws -> [UInt8] {
    let path = packageRoot() + "/Tests/DeviceProtocolsTests/Golden/frames.json"
    let data = try Data(contentsOf: URL(filePath: path))
    let frames = try JSONDecoder().decode([String: [String: String]].self, from: data)
    return bytes(hex: frames[name]?["hex"] ?? "")
}

func bytes(hex: String) -> [UInt8] {
    let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
}

func openViewProfile(_ board: Board) throws -> BoardProfile {
    guard let profile = BoardProfile.openView(board) else {
        throw OpenViewTestError.noSuchBoard(board)
    }
    return profile
}

enum OpenViewTestError: Error { case noSuchBoard(Board) }

/// What a decoder said, put together so that the cut of its input leaves no trace.
struct WholeOutput: Equatable {
    var blocks: [SignalBlock] = []
    var losses: [DeviceLoss] = []
    var reports: [DeviceReport] = []
    var contacts: [ElectrodeContact] = []
    var skips: [SkippedBytes] = []
    var texts: [String] = []
    var frames = 0

    mutating func add(_ output: DeviceOutput) {
        for block in output.blocks {
            if let last = blocks.lastIndex(where: { $0.channel == block.channel }),
                blocks[last].end == block.start
            {
                blocks[last].samples += block.samples
            } else {
                blocks.append(block)
            }
        }
        for loss in output.losses {
            if let last = losses.lastIndex(where: { $0.channel == loss.channel }),
                losses[last].cause == loss.cause,
                losses[last].samples.upperBound == loss.samples.lowerBound
            {
                losses[last] = DeviceLoss(
                    channel: loss.channel,
                    samples: losses[last].samples.lowerBound..<loss.samples.upperBound,
                    cause: loss.cause)
            } else {
                losses.append(loss)
            }
        }
        reports += output.reports
        contacts += output.contacts
        skips += output.skips
        texts += output.texts
        frames += output.frames
    }

    /// In one order, whatever the order in which they came.
    var sorted: WholeOutput {
        var copy = self
        copy.blocks.sort { ($0.channel, $0.start) < ($1.channel, $1.start) }
        copy.losses.sort {
            ($0.channel, $0.samples.lowerBound) < ($1.channel, $1.samples.lowerBound)
        }
        copy.reports.sort {
            ($0.seconds, $0.quantity.rawValue) < ($1.seconds, $1.quantity.rawValue)
        }
        return copy
    }

    /// The samples of a channel, by index.
    func samples(_ channel: Int) -> [Int: Double] {
        var samples: [Int: Double] = [:]
        for block in blocks where block.channel == channel {
            for (index, value) in block.samples.enumerated() {
                samples[block.start + index] = value
            }
        }
        return samples
    }

    /// The samples of a channel that has no gap.
    func unbroken(_ channel: Int) -> [Double] {
        let mine = blocks.filter { $0.channel == channel }
        return mine.count == 1 && mine[0].start == 0 ? mine[0].samples : []
    }

    func lost(
        _ channel: Int, because cause: DeviceLoss.Cause = .damagedFrame
    ) -> [Range<Int>] {
        losses.filter { $0.channel == channel && $0.cause == cause }.map(\.samples)
    }

    var skippedCount: Int { skips.reduce(0) { $0 + $1.count } }
}

func decodeOpenView(
    _ bytes: [UInt8], as profile: BoardProfile, in chunks: [Range<Int>]? = nil
) -> WholeOutput {
    var decoder = OpenViewDecoder(profile: profile)
    var (whole, output) = (WholeOutput(), DeviceOutput())
    for chunk in chunks ?? [0..<bytes.count] {
        output.removeAll()
        decoder.decode(bytes[chunk], into: &output)
        whole.add(output)
    }
    output.removeAll()
    decoder.finish(into: &output)
    whole.add(output)
    return whole
}

/// A stream of a board whose samples all differ, so that each says which it is.
struct OpenViewStream {
    let profile: BoardProfile
    private(set) var bytes: [UInt8] = []
    /// Digital values as sent, channel by channel.
    private(set) var counts: [[Int32]]
    /// Where each burst begins in `bytes`.
    private(set) var starts: [Int] = []

    init(_ board: Board, bursts: Int, status: BoardStatus = BoardStatus()) throws {
        profile = try openViewProfile(board)
        counts = profile.channels.map { _ in [] }
        guard var encoder = OpenViewEncoder(board: board) else {
            throw OpenViewTestError.noSuchBoard(board)
        }
        for _ in 0..<bursts {
            let burst = encoder.samplesPerBurst.enumerated().map { channel, count in
                (0..<count).map {
                    encoder.sent(
                        Self.value(profile.channels[channel], channel, counts[channel].count + $0),
                        channel: channel)
                }
            }
            for channel in burst.indices { counts[channel] += burst[channel] }
            starts.append(bytes.count)
            encoder.encode(burst, status: status, into: &bytes)
        }
    }

    private static func value(_ channel: Channel, _ number: Int, _ index: Int) -> Int32 {
        switch channel.role {
        case .temperature: 3_600 + Int32(index % 50)
        case .ppg: Int32((1_000 + 13 * index) * (channel.name == "ppg_ir" ? 1_024 : 1) % 8_000_000)
        case .respiration: Int32(-5_000 + 11 * index)
        default: Int32((index * 7 + number + 1) * 256 % 32_000 - 16_000)
        }
    }
}
