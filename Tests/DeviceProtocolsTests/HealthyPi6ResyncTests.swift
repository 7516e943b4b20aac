import Biosignals
import DeviceProtocols
import TestKit
import Testing

/// Damaged streams: nothing crashes, nothing is made up, every byte is accounted for.
struct HealthyPi6ResyncTests {
    typealias Fixtures = HealthyPi6Fixtures

    /// Samples that were never sent, of a decoded stream without restarts.
    static func inventions(_ output: DeviceOutput, bursts: Int) -> Int {
        var inventions = 0
        let channels = BoardProfile.healthyPi6().channels
        for block in output.blocks {
            let sent = Set((0..<bursts).flatMap { Fixtures.counts($0)[block.channel] })
            inventions +=
                block.samples.filter {
                    !sent.contains(channels[block.channel].scale.digital($0))
                }.count
        }
        return inventions
    }

    /// Frames and skips together are all bytes: 928 a burst, 976 with vitals.
    static func accounts(for bytes: [UInt8], _ output: DeviceOutput) -> Bool {
        guard let skipped = Fixtures.skipped(output) else { return false }
        var framed = 0
        for block in output.blocks {
            if block.channel == 0 { framed += block.samples.count / 16 * 352 }
            if block.channel == 4 { framed += block.samples.count / 16 * 224 }
        }
        framed += output.reports.filter { $0.quantity == .heartRate }.count * 48
        return framed + skipped.count == bytes.count && skipped.allSatisfy(bytes.indices.contains)
    }

    @Test func everyCutIsAccountedFor() {
        let bytes = Fixtures.bursts(4).flatMap { $0 }
        for start in stride(from: 0, through: 1_200, by: 1) {
            let cut = Array(bytes[start..<(bytes.count - start % 400)])
            let output = Fixtures.decode(cut)
            #expect(Self.accounts(for: cut, output), "cut at \(start)")
            #expect(Self.inventions(output, bursts: 4) == 0)
        }
    }

    /// Each byte of three bursts, each flipped: never more than the one block is lost.
    @Test func everyFlippedByteCostsOneBlock() {
        let bytes = Fixtures.bursts(3).flatMap { $0 }
        let whole = Fixtures.decode(bytes).frames
        for position in bytes.indices {
            var flipped = bytes
            flipped[position] ^= UInt8(1 << (position % 8))
            let output = Fixtures.decode(flipped)
            #expect(output.frames == whole - 1, "byte \(position)")
            #expect(Self.accounts(for: flipped, output), "byte \(position)")
        }
    }

    @Test func everyDroppedByteCostsOneBlock() {
        let bytes = Fixtures.bursts(3).flatMap { $0 }
        let whole = Fixtures.decode(bytes).frames
        for position in stride(from: 0, to: bytes.count, by: 3) {
            var torn = bytes
            torn.remove(at: position)
            let output = Fixtures.decode(torn)
            #expect(output.frames == whole - 1, "byte \(position)")
            #expect(Self.accounts(for: torn, output), "byte \(position)")
        }
    }

    /// Noise between the blocks costs none of them.
    @Test func noiseBetweenBlocksIsSkippedExactly() {
        var generator = SeededGenerator(seed: 6)
        var (bytes, noise): ([UInt8], Int) = ([], 0)
        for block in HealthyPi6LossTests.blocks(Fixtures.bursts(20).flatMap { $0 }) {
            let junk = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            noise += junk.count
            bytes += junk + Array("DBL".utf8.prefix(junk.count % 4)) + block
            noise += junk.count % 4
        }
        let output = Fixtures.decode(bytes)
        #expect(output.frames == 61 && output.losses.isEmpty)
        #expect(Fixtures.skipped(output)?.count == noise)
    }

    /// A head that promises four gigabytes is not waited for: the next block is decoded at once.
    @Test(arguments: [UInt32.max, 4_097, 353, 31, 0])
    func anImpossibleLengthIsNotWaitedFor(_ length: UInt32) {
        var bytes = Fixtures.bursts(2).flatMap { $0 }
        for index in 0..<4 { bytes[4 + index] = UInt8(length >> UInt32(8 * index) & 0xFF) }
        var decoder = DataBlockDecoder(profile: .healthyPi6())
        var output = DeviceOutput()
        decoder.decode(bytes, into: &output)
        #expect(output.frames == 5)
        #expect(output.skips.first == SkippedBytes(offset: 0, count: 28, reason: .unknownFrame))
        #expect(output.skips.reduce(0) { $0 + $1.count } == 352)
    }

    /// An unknown channel's length cannot be checked: it is waited for, up to 4,096 bytes, and the
    /// blocks that lie within are all found.
    @Test func aFalseStartWithinBoundsGivesItsBlocksBack() {
        let blocks = Fixtures.bursts(8).flatMap { $0 }
        let head: [UInt8] =
            Array("DBLK".utf8) + [0x00, 0x10, 0, 0] + Array(repeating: 0, count: 12)
            + [99, 0, 1, 0, 0, 0, 0, 0]
        let output = Fixtures.decode(head + blocks)
        #expect(output.frames == 24 && output.losses.isEmpty)
        #expect(
            output.skips == [SkippedBytes(offset: 0, count: 28, reason: .checksumMismatch)])
    }

    @Test func aBlockOfEEGIsSkippedWhole() {
        let eeg = Fixtures.bytes(Self.eegBlock)
        let (before, after) = (
            Fixtures.bursts(1), Fixtures.bursts(2, boot: 10_064, first: 4)
        )
        let output = Fixtures.decode(before[0] + eeg + after[0] + after[1])
        #expect(output.frames == 9 && output.losses.isEmpty)
        #expect(output.skips == [SkippedBytes(offset: 928, count: 68, reason: .unknownFrame)])
    }

    /// healthypi.hp6.writer.encode_block(5, 3, 10064, bytes(36), sample_count=1).hex()
    static let eegBlock =
        "44424c4b440000000300000050270000000000000500010000000000000000000000000000000000"
        + "00000000000000000000000000000000000000000000000003dc150d"

    @Test func textBetweenBlocksIsText() {
        let bursts = Fixtures.bursts(2)
        let text = Array("*** Booting Zephyr OS build v4.1 ***\r\nHealthyPi 6\r\n".utf8)
        let output = Fixtures.decode(text + bursts[0] + text + bursts[1])
        #expect(
            output.texts == [
                "*** Booting Zephyr OS build v4.1 ***", "HealthyPi 6",
                "*** Booting Zephyr OS build v4.1 ***", "HealthyPi 6",
            ])
        #expect(
            output.skips == [
                SkippedBytes(offset: 0, count: text.count, reason: .text),
                SkippedBytes(offset: 928 + text.count, count: text.count, reason: .text),
            ])
    }

    @Test func anUnfinishedBlockIsTruncated() {
        let bytes = Fixtures.bursts(1)[0] + Fixtures.bursts(2)[1].prefix(200)
        let output = Fixtures.decode(bytes)
        #expect(output.frames == 3)
        #expect(output.skips == [SkippedBytes(offset: 928, count: 200, reason: .truncated)])
    }

    /// Noise without end is told in pieces, not kept.
    @Test func noiseIsToldAsItComes() {
        var generator = SeededGenerator(seed: 7)
        var decoder = DataBlockDecoder(profile: .healthyPi6())
        var output = DeviceOutput()
        let noise = (0..<100_000).map { _ in UInt8.random(in: 128...255, using: &generator) }
        decoder.decode(noise, into: &output)
        #expect(output.skips.count == 24)
        #expect(output.skips.allSatisfy { $0.count == 4_096 && $0.reason == .noFrame })
        decoder.finish(into: &output)
        #expect(output.skips.reduce(0) { $0 + $1.count } == 100_000)
    }

    /// 5 × 10⁶ bytes: noise with torn and mutated blocks in it, fed in random pieces. Clean blocks
    /// behind it are found within two.
    @Test("T17: garbage never stops the block decoder, and it finds back within two blocks")
    func garbage() {
        var generator = SeededGenerator(seed: 17)
        let stream = Fixtures.bursts(16).flatMap { $0 }
        var decoder = DataBlockDecoder(profile: .healthyPi6())
        var output = DeviceOutput()
        var (fed, skipped, frames) = (0, 0, 0)
        while fed < 5_000_000 {
            var piece: [UInt8]
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: piece = Self.noise(3_000, &generator)
            case 1: piece = Self.mutated(stream, &generator)
            case 2: piece = Array("DBLK".utf8) + Self.noise(60, &generator)
            default: piece = Array(stream.dropFirst(Int.random(in: 0..<900, using: &generator)))
            }
            decoder.decode(piece, into: &output)
            fed += piece.count
            skipped += output.skips.reduce(0) { $0 + $1.count }
            frames += output.frames
            piece.removeAll()
            output.removeAll()
        }
        #expect(frames > 1_000 && skipped > 500_000 && skipped < fed)
        // An unknown channel's head may be waited for: so much of a good stream at most.
        decoder.decode(Self.noise(4_096, &generator), into: &output)
        output.removeAll()
        decoder.decode(stream, into: &output)
        #expect(output.frames >= 16 * 3 + 1 - 2)
    }

    static func noise(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Some bytes flipped, some cut out, some doubled.
    static func mutated(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var mutated = bytes
        for _ in 0..<Int.random(in: 1...20, using: &generator) {
            let place = Int.random(in: 0..<(mutated.count - 64), using: &generator)
            let count = Int.random(in: 1...64, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: mutated[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: mutated.removeSubrange(place..<(place + count))
            default:
                mutated.insert(contentsOf: mutated[place..<(place + count)], at: place)
            }
        }
        return mutated
    }
}
