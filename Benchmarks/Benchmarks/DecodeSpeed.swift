import Biosignals
import DeviceProtocols
import Foundation

/// How many times faster than it arrives a HealthyPi 6's full stream is decoded, by the decoder
/// that `run` uses, in pieces as large as a reader hands over.
struct DecodeSpeed {
    /// Of 64 ms each: about a minute.
    private static let bursts = 940
    private static let seconds = Double(bursts) * 0.064
    private static let laps = 20
    private static let pieceBytes = 4_096

    /// Times real time, the best of three passes.
    static func healthyPi6() -> Double {
        let bytes = stream()
        let profile = BoardProfile.chosen(.healthypi6)
        var best = Double.infinity
        for _ in 0..<3 {
            let began = ContinuousClock.now
            let samples = decode(bytes, profile)
            let wall = began.duration(to: .now)
            precondition(samples == laps * bursts * (4 * 32 + 2 * 16), "Every sample is decoded.")
            best = min(
                best,
                Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18)
        }
        return Double(laps) * seconds / best
    }

    private static func decode(_ bytes: [UInt8], _ profile: BoardProfile) -> Int {
        var samples = 0
        var output = DeviceOutput()
        for _ in 0..<laps {
            var decoder = BoardDecoder(profile: profile)
            var start = 0
            while start < bytes.count {
                let end = min(start + pieceBytes, bytes.count)
                output.removeAll()
                decoder.decode(bytes[start..<end], into: &output)
                for block in output.blocks { samples += block.samples.count }
                start = end
            }
            output.removeAll()
            decoder.finish(into: &output)
            for block in output.blocks { samples += block.samples.count }
        }
        return samples
    }

    private static func stream() -> [UInt8] {
        var encoder = HealthyPi6Encoder()
        var bytes: [UInt8] = []
        let counts = encoder.samplesPerBurst.map { count in
            (0..<count).map { Int32($0 * 37 % 1_000 - 500) }
        }
        for _ in 0..<bursts {
            encoder.encode(counts, status: BoardStatus(), into: &bytes)
        }
        return bytes
    }
}
