import Biosignals
import DeviceProtocols
import Foundation

/// How many times faster than it arrives a HealthyPi 6's full stream is decoded, by the decoder
/// that `run` uses, in pieces as large as a reader hands over.
struct DecodeSpeed {
    static let seconds = 60
    private static let pieceBytes = 4_096

    /// Times real time, the best of three passes.
    static func healthyPi6() -> Double {
        let bytes = stream()
        let profile = BoardProfile.chosen(.healthypi6)
        var best = Double.infinity
        for _ in 0..<3 {
            let began = ContinuousClock.now
            let samples = decode(bytes, profile, laps: 20)
            let wall = began.duration(to: .now)
            precondition(samples == 20 * seconds * (4 * 500 + 2 * 250), "Every sample is decoded.")
            best = min(
                best,
                Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18)
        }
        return Double(20 * seconds) / best
    }

    private static func decode(_ bytes: [UInt8], _ profile: BoardProfile, laps: Int) -> Int {
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
        }
        return samples
    }

    private static func stream() -> [UInt8] {
        var encoder = HealthyPi6Encoder()
        var bytes: [UInt8] = []
        let counts = encoder.samplesPerBurst.map { count in
            (0..<count).map { Int32($0 * 37 % 1_000 - 500) }
        }
        let burstsPerMinute = seconds * 500 / encoder.samplesPerBurst[0]
        for _ in 0..<burstsPerMinute {
            encoder.encode(counts, status: BoardStatus(), into: &bytes)
        }
        return bytes
    }
}
