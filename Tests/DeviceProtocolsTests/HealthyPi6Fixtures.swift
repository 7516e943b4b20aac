import Biosignals
import DeviceProtocols
import Foundation
import TestKit

/// What the HealthyPi 6 tests share: streams of known samples, and outputs that can be compared.
enum HealthyPi6Fixtures {
    /// Bursts of samples that differ everywhere; each element is one burst's bytes.
    static func bursts(_ count: Int, boot: UInt64 = 10_000, first: UInt32 = 0) -> [[UInt8]] {
        var encoder = HealthyPi6Encoder(bootMilliseconds: boot, firstSequence: first)
        return (0..<count).map { burst in
            var bytes: [UInt8] = []
            encoder.encode(counts(burst), status: status, into: &bytes)
            return bytes
        }
    }

    static var status: BoardStatus {
        var status = BoardStatus()
        status.heartRate = 72
        status.spo2 = 97
        return status
    }

    /// The digital values of one burst: 32 of each ECG channel, 16 of each PPG channel.
    static func counts(_ burst: Int) -> [[Int32]] {
        (0..<6).map { channel in
            let size = channel < 4 ? 32 : 16
            return (0..<size).map { Int32((burst * size + $0) * (channel + 1) - 5_000) }
        }
    }

    static func decode(
        _ bytes: [UInt8], _ chunks: [Range<Int>]? = nil, ppgRate: Hertz = 250
    ) -> DeviceOutput {
        run(DataBlockDecoder(profile: .healthyPi6(ppgRate: ppgRate)), bytes, chunks)
    }

    static func run(
        _ decoder: some DeviceByteDecoder, _ bytes: [UInt8], _ chunks: [Range<Int>]? = nil
    ) -> DeviceOutput {
        var decoder = decoder
        var output = DeviceOutput()
        for chunk in chunks ?? [bytes.indices] { decoder.decode(bytes[chunk], into: &output) }
        decoder.finish(into: &output)
        output.blocks = joined(output.blocks)
        return output
    }

    /// Blocks of a channel that follow each other made one, channel by channel: how samples are cut
    /// into blocks is nobody's promise.
    static func joined(_ blocks: [SignalBlock]) -> [SignalBlock] {
        var joined: [SignalBlock] = []
        for channel in Set(blocks.map(\.channel)).sorted() {
            for block in blocks where block.channel == channel {
                if let last = joined.last, last.channel == channel, last.end == block.start {
                    joined[joined.count - 1].samples += block.samples
                } else {
                    joined.append(block)
                }
            }
        }
        return joined
    }

    /// Bytes that the output says were skipped, each at most once.
    static func skipped(_ output: DeviceOutput) -> Set<Int>? {
        var offsets = Set<Int>()
        for skip in output.skips {
            for offset in skip.offset..<(skip.offset + skip.count) {
                guard offsets.insert(offset).inserted else { return nil }
            }
        }
        return offsets
    }

    static func golden(_ name: String, file: String = #filePath) throws -> [String: Any] {
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appendingPathComponent("Golden/" + name))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// A vector of frames.json.
    static func vector(_ name: String) throws -> [UInt8] {
        let entry = try golden("frames.json")[name] as? [String: String]
        return bytes(entry?["hex"] ?? "")
    }

    static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }
}
