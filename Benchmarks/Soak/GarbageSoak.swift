import Biosignals
import DeviceProtocols
import Foundation

/// 10⁸ bytes of damaged streams and plain noise through the boards' decoders: no crash, no byte
/// skipped twice, memory bounded.
enum GarbageSoak {
    private static let bytesTotal = 100_000_000
    private static let pieceBytes = 65_536

    static func run() throws {
        let began = ContinuousClock.now
        var generator = SplitMix64(seed: 2_026)
        let each = bytesTotal / Board.allCases.count + 1
        for board in Board.allCases {
            let good = stream(of: board)
            var decoder = BoardDecoder(profile: .chosen(board))
            var recogniser = BoardRecogniser(expecting: board)
            var output = DeviceOutput()
            var fed = 0
            var frames = 0
            var skipped = 0
            var told = 0
            while fed < each {
                let piece = damaged(good, &generator)
                output.removeAll()
                decoder.decode(piece, into: &output)
                if fed < 1_000_000 { recogniser.process(piece[...]) }
                fed += piece.count
                frames += output.frames
                for skip in output.skips {
                    guard skip.offset >= told, skip.offset + skip.count <= fed else {
                        throw SoakFailure("\(board.rawValue): byte \(skip.offset) is told twice")
                    }
                    told = skip.offset + skip.count
                    skipped += skip.count
                }
            }
            output.removeAll()
            decoder.finish(into: &output)
            skipped += output.skips.reduce(0) { $0 + $1.count }
            guard UnplugSoak.residentMebibytes("self") ?? 0 < 100 else {
                throw SoakFailure("\(board.rawValue): memory grows")
            }
            guard skipped < fed else {
                throw SoakFailure("\(board.rawValue): no frame in \(fed) bytes")
            }
            print("\(board.rawValue): \(fed) bytes, \(frames) frames, \(skipped) bytes skipped")
        }
        let wall = began.duration(to: .now)
        print("garbage: \(each * Board.allCases.count) bytes in \(wall)")
    }

    private static func stream(of board: Board) -> [UInt8] {
        var encoder: any BoardEncoder =
            OpenViewEncoder(board: board).map { $0 as any BoardEncoder } ?? HealthyPi6Encoder()
        var bytes: [UInt8] = []
        while bytes.count < pieceBytes {
            let counts = encoder.samplesPerBurst.map { (0..<$0).map { Int32($0 * 7_919 % 3_000) } }
            encoder.encode(counts, status: BoardStatus(), into: &bytes)
        }
        return bytes
    }

    /// A stretch of good bytes with flips, cuts and doublings, or none of it good.
    private static func damaged(_ good: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = good
        if generator.next() % 4 == 0 {
            for index in bytes.indices {
                bytes[index] = UInt8(truncatingIfNeeded: generator.next())
            }
            return bytes
        }
        for _ in 0..<generator.next() % 64 {
            let place = Int(generator.next() % UInt64(bytes.count))
            switch generator.next() % 3 {
            case 0: bytes[place] ^= UInt8(1) << UInt8(generator.next() % 8)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
            }
        }
        return bytes
    }
}
