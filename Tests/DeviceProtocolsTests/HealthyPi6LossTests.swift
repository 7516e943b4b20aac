import Biosignals
import DeviceProtocols
import TestKit
import Testing

/// What is missing, and where.
struct HealthyPi6LossTests {
    typealias Fixtures = HealthyPi6Fixtures

    /// Burst 3 of 8 is made and not sent: 32 samples of ECG from 96 on, 16 of PPG from 48 on.
    @Test func aDroppedBurstIsALossOfEachChannel() {
        var encoder = HealthyPi6Encoder()
        var bytes: [UInt8] = []
        for burst in 0..<8 {
            if burst == 3 {
                encoder.dropBurst()
            } else {
                encoder.encode(Fixtures.counts(burst), status: Fixtures.status, into: &bytes)
            }
        }
        let output = Fixtures.decode(bytes)
        #expect(
            output.losses
                == (0..<6).map {
                    DeviceLoss(
                        channel: $0, samples: $0 < 4 ? 96..<128 : 48..<64, cause: .sequence)
                })
        for block in output.blocks {
            let size = block.channel < 4 ? 32 : 16
            #expect(block.start == 0 || block.start == 4 * size)
        }
        #expect(output.blocks.count == 12)
    }

    /// Each block of 12 bursts taken away once: samples sent and samples lost are all there were.
    @Test(arguments: 0..<36)
    func anyLostBlockIsFound(_ lost: Int) {
        let blocks = Self.blocks(Fixtures.bursts(12).flatMap { $0 })
        var kept = blocks
        kept.remove(at: lost)
        let output = Fixtures.decode(kept.flatMap { $0 })
        var count = Array(repeating: 0, count: 6)
        for block in output.blocks { count[block.channel] += block.samples.count }
        let expected = Fixtures.decode(blocks.flatMap { $0 })
        for channel in 0..<6 {
            let missing = output.losses.filter { $0.channel == channel }
                .reduce(0) { $0 + $1.samples.count }
            let whole = channel < 4 ? 12 * 32 : 12 * 16
            // At the stream's two ends nobody can know.
            let isAtEnd = lost < 3 || lost >= 33
            #expect(count[channel] + missing == whole || isAtEnd)
            guard !isAtEnd else { continue }
            for block in output.blocks where block.channel == channel {
                let range = block.start..<block.end
                let sent = expected.blocks[channel].samples[range]
                #expect(block.samples == Array(sent))
            }
        }
    }

    static func blocks(_ bytes: [UInt8]) -> [[UInt8]] {
        var (blocks, position): ([[UInt8]], Int) = ([], 0)
        while position < bytes.count {
            let count = Int(bytes[position + 4]) | Int(bytes[position + 5]) << 8
            blocks.append(Array(bytes[position..<(position + count)]))
            position += count
        }
        return blocks
    }

    @Test func droppedVitalsAreNoLossOfSamples() {
        let bytes = Fixtures.bursts(20)
        // The 16th burst ends with vitals, 48 bytes.
        let kept =
            bytes[..<15].flatMap { $0 } + bytes[15].dropLast(48) + bytes[16...].flatMap { $0 }
        var decoder = DataBlockDecoder(profile: .healthyPi6())
        var output = DeviceOutput()
        decoder.decode(Array(kept), into: &output)
        decoder.finish(into: &output)
        #expect(output.losses.isEmpty && output.reports.isEmpty)
        #expect(decoder.blocksMissing == 1 && decoder.blocksPlaced == 0)
    }

    @Test func aDamagedBlockIsLostAndPlaced() {
        var bytes = Fixtures.bursts(6).flatMap { $0 }
        // The first block of the third burst.
        bytes[2 * 928 + 100] ^= 0x40
        let output = Fixtures.decode(bytes)
        #expect(
            output.losses
                == (0..<4).map {
                    DeviceLoss(channel: $0, samples: 64..<80, cause: .sequence)
                })
        #expect(
            output.skips == [
                SkippedBytes(offset: 1_856, count: 352, reason: .checksumMismatch)
            ])
    }

    /// Good checksums around numbers that no device has: every sample comes once, in order.
    @Test func numbersAtTheirLimits() {
        let limits: [(UInt64, UInt32)] = [
            (.max, .max), (0, 0), (.max - 64, 1 << 31), (5, 7), (.max / 2, 8), (.max / 2, 9),
        ]
        let bytes = limits.flatMap { Fixtures.bursts(2, boot: $0.0, first: $0.1) }
        let output = Fixtures.decode(bytes.flatMap { $0 })
        for channel in 0..<6 {
            let blocks = output.blocks.filter { $0.channel == channel }
            let size = channel < 4 ? 32 : 16
            #expect(blocks.reduce(0) { $0 + $1.samples.count } == 2 * limits.count * size)
            for (block, next) in zip(blocks, blocks.dropFirst()) {
                #expect(block.end <= next.start)
            }
        }
        #expect(output.reports.filter { !$0.seconds.isFinite }.isEmpty)
    }

    @Test func theSequenceWrapsAround() {
        let output = Fixtures.decode(Fixtures.bursts(6, first: UInt32.max - 7).flatMap { $0 })
        #expect(output.losses.isEmpty)
        #expect(output.blocks.count == 6 && output.frames == 18)
    }

    /// A loss across the wrap: the number of missing blocks is right.
    @Test func aLossAcrossTheWrap() {
        var encoder = HealthyPi6Encoder(firstSequence: UInt32.max - 4)
        var bytes: [UInt8] = []
        for burst in 0..<5 {
            if burst == 2 {
                encoder.dropBurst()
            } else {
                encoder.encode(Fixtures.counts(burst), status: Fixtures.status, into: &bytes)
            }
        }
        var decoder = DataBlockDecoder(profile: .healthyPi6())
        var output = DeviceOutput()
        decoder.decode(bytes, into: &output)
        decoder.finish(into: &output)
        #expect(decoder.blocksMissing == 3 && decoder.blocksPlaced == 3)
        #expect(output.losses.map(\.samples.count) == [32, 32, 32, 32, 16, 16])
    }

    /// A reboot: time and sequence begin anew. The index goes on 64 ms behind the last sample.
    @Test func aRestartGoesOnBehindTheLast() {
        let bytes =
            Fixtures.bursts(10, boot: 500_000, first: 9_000) + Fixtures.bursts(10, boot: 2_000)
        let output = Fixtures.decode(bytes.flatMap { $0 })
        #expect(
            output.losses
                == (0..<6).map {
                    DeviceLoss(
                        channel: $0, samples: $0 < 4 ? 320..<352 : 160..<176, cause: .restart)
                })
        #expect(output.blocks.map(\.start) == (0..<6).flatMap { $0 < 4 ? [0, 352] : [0, 176] })
    }

    /// The stream stops and starts again: the sequence goes on, the uptime jumps. Four bursts.
    @Test func aPauseIsMissing() {
        let bytes = Fixtures.bursts(4) + Fixtures.bursts(4, boot: 10_000 + 8 * 64, first: 12)
        let output = Fixtures.decode(bytes.flatMap { $0 })
        #expect(output.losses.map(\.samples) == (0..<6).map { $0 < 4 ? 128..<256 : 64..<128 })
    }

    @Test func theSameBlockTwiceIsTakenOnce() {
        let bursts = Fixtures.bursts(4)
        let last = Array(bursts[1].suffix(224))
        let output = Fixtures.decode(bursts[0] + bursts[1] + last + bursts[2] + bursts[3])
        #expect(output.losses.isEmpty)
        #expect(
            output.skips == [SkippedBytes(offset: 1_856, count: 224, reason: .unknownFrame)])
        #expect(output.blocks[4].samples.count == 64)
    }

    /// A time stamp that is late by some ms, and a drift between the clocks, move no sample.
    @Test func jitterOfTheTimeStampsIsNoLoss() {
        var bytes: [UInt8] = []
        for index in 0..<60 {
            let late = (index * 7) % 20 + index / 2
            var encoder = HealthyPi6Encoder(
                bootMilliseconds: UInt64(10_000 + index * 64 + late),
                firstSequence: UInt32(index * 3))
            encoder.encode(Fixtures.counts(index), status: BoardStatus(), into: &bytes)
        }
        let output = Fixtures.decode(bytes)
        #expect(output.losses.isEmpty)
        #expect(output.blocks.map(\.samples.count) == [1_920, 1_920, 1_920, 1_920, 960, 960])
    }
}
