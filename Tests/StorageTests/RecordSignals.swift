import Acquisition
import Biosignals
import Foundation
import Recordings
import Storage
import Testing

/// A board whose every sample is known from its channel and index alone.
enum RecordSignals {
    static let start = UTCTime(millisecondsSince1970: 1_795_248_000_123)

    /// A HealthyPi 5: 18 bits sent times 256, and raw light at half the rate.
    static let healthypi5 = [
        Channel(
            name: "ecg", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128,
            scale: DigitalScale(gain: 2_684_354.56, baseline: 0)),
        Channel(
            name: "resp", role: .respiration, unit: .counts, unitText: "counts", rate: 128),
        Channel(
            name: "ppg_ir", role: .ppg, unit: .counts, unitText: "counts", rate: 64,
            latchPeriod: 0.014),
        Channel(
            name: "temp", role: .temperature, unit: .degreesCelsius, unitText: "degC", rate: 64,
            scale: DigitalScale(gain: 100, baseline: -4_000)),
    ]

    /// The device's number: 26 bits, with the extremes of 32 among them.
    static func count(_ channel: Int, _ index: Int) -> Int32 {
        switch (index &+ channel) % 97 {
        case 0: return 2_147_483_647
        case 1: return -2_147_483_647
        case 2: return -(1 << 25)
        case 3: return 0
        default:
            var value = UInt64(truncatingIfNeeded: index &* 31 &+ channel) &* 0x9E37_79B9_7F4A_7C15
            value ^= value >> 29
            return Int32(truncatingIfNeeded: value & 0x3FF_FFFF) - (1 << 25)
        }
    }

    static func value(_ channel: Channel, _ count: Int32) -> Double {
        (Double(count) - channel.scale.baseline) / channel.scale.gain
    }

    /// All channels from one second to another.
    static func blocks(
        _ channels: [Channel], _ seconds: Range<Double>, firstChannel: Int = 0
    ) -> [SignalBlock] {
        channels.enumerated().map { index, channel in
            let first = Int((seconds.lowerBound * channel.rate.value).rounded(.up))
            let end = Int((seconds.upperBound * channel.rate.value).rounded(.up))
            return SignalBlock(
                channel: firstChannel + index, start: first,
                samples: (first..<end).map { value(channel, count(firstChannel + index, $0)) })
        }
    }
}

/// What a reader says of a recording.
struct RecordContent {
    var channels: [Channel]
    /// For each channel the device's numbers by index.
    var counts: [[Int: Int32]]
    var start: UTCTime?
    var notices: [String]

    init(reading path: String) throws {
        let reader = try RecordingReader(opening: path)
        channels = reader.channels
        counts = channels.map { _ in [:] }
        start = reader.start
        var blocks: [SignalBlock] = []
        while try reader.next(into: &blocks) {
            for block in blocks {
                for (offset, sample) in block.samples.enumerated() {
                    counts[block.channel][block.start + offset] =
                        channels[block.channel].scale.digital(sample)
                }
            }
            blocks.removeAll(keepingCapacity: true)
        }
        notices = reader.notices
    }

    /// Whether every sample is the board's own, and which it has.
    func indices(of channel: Int, _ expected: (Int) -> Int32) -> Set<Int> {
        for (index, count) in counts[channel] {
            #expect(count == expected(index), "channel \(channel), sample \(index)")
            if count != expected(index) { break }
        }
        return Set(counts[channel].keys)
    }
}

/// Names in a folder, in order.
func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
}
