import Biosignals
import DeviceProtocols
import TestKit
import Testing

/// What blocks say, when all of them come.
struct HealthyPi6DecoderTests {
    typealias Fixtures = HealthyPi6Fixtures

    static let vectors = ["hp6_dblk_ecg_352B", "hp6_dblk_ppg_224B", "hp6_dblk_vitals_48B"]

    static func vectorBytes() throws -> [UInt8] {
        try vectors.flatMap { try Fixtures.vector($0) }
    }

    /// The vectors, one after the other: ECG at 123,456 ms with sequence 41, PPG 4 ms later, vitals
    /// at 124,000 ms with 44; 43 is missing, and was no block of ECG or PPG as far as is known.
    @Test func vectorsDecodeExactly() throws {
        let output = Fixtures.decode(try Self.vectorBytes())
        let steps = (0..<16).map(Double.init)
        let expected: [(start: Int, samples: [Double])] = [
            (0, steps.map { (1_500 + $0) / 1_000 }), (0, steps.map { (1_000 + $0) / 1_000 }),
            (0, steps.map { (-700 - $0) / 1_000 }), (0, steps.map { ($0 - 5) / 1_000 }),
            // 4 ms at 250 Hz.
            (1, steps.map { 200_000 - $0 }), (1, steps.map { 100_000 + $0 }),
        ]
        #expect(output.frames == 3)
        #expect(output.skips.isEmpty && output.losses.isEmpty && output.texts.isEmpty)
        #expect(
            output.blocks
                == expected.enumerated().map {
                    SignalBlock(
                        channel: $0.offset, start: $0.element.start, samples: $0.element.samples)
                })
        #expect(
            output.contacts == [
                ElectrodeContact(electrode: "RA", isOff: true, seconds: 0.006),
                ElectrodeContact(electrode: "RA", isOff: false, seconds: 0.008),
            ])
        #expect(output.reports.map(\.quantity) == [.heartRate, .spo2, .sdnn, .rmssd])
        #expect(output.reports.map(\.value) == [72, 97.5, 48, 41])
        for report in output.reports { expect(report.seconds, isClose: 0.544, within: 1e-9) }
    }

    @Test func aMissingNumberWithoutAPlaceIsOnlyCounted() throws {
        var decoder = DataBlockDecoder(profile: .healthyPi6())
        var output = DeviceOutput()
        decoder.decode(try Self.vectorBytes(), into: &output)
        decoder.finish(into: &output)
        #expect(decoder.blocksMissing == 1)
        #expect(decoder.blocksPlaced == 0)
    }

    @Test func channelsAreTheBoards() {
        let channels = BoardProfile.healthyPi6().channels
        #expect(channels.map(\.name) == ["ecg_ii", "ecg_i", "ecg_v1", "resp", "ppg_ir", "ppg_red"])
        #expect(channels.map(\.rate.value) == [500, 500, 500, 500, 250, 250])
        #expect(
            channels.map(\.unit) == Array(repeating: .millivolt, count: 4) + [.counts, .counts])
        #expect(channels[0].scale.digital(0.001) == 1)
    }

    /// 50 bursts are 3.2 s: what went in comes out, to the last count.
    @Test func whatIsEncodedIsDecoded() {
        let bytes = Fixtures.bursts(50).flatMap { $0 }
        let output = Fixtures.decode(bytes)
        let channels = BoardProfile.healthyPi6().channels
        #expect(output.blocks.count == 6)
        for block in output.blocks {
            let sent = (0..<50).flatMap { Fixtures.counts($0)[block.channel] }
            #expect(block.start == 0)
            #expect(block.samples.map { channels[block.channel].scale.digital($0) } == sent)
        }
        // Vitals about once a second: in 3 of 50 bursts of 64 ms.
        #expect(output.frames == 3 * 50 + 3)
        #expect(output.reports.filter { $0.quantity == .heartRate }.count == 3)
        expect(output.reports[0].seconds, isClose: 1.024, within: 1e-9)
        #expect(output.skips.isEmpty && output.losses.isEmpty)
    }

    /// The maker's own writer made the file; its first two bursts begin behind the head.
    @Test func blocksAreTheMakersToTheByte() throws {
        var encoder = HealthyPi6Encoder(bootMilliseconds: 5_000)
        var bytes: [UInt8] = []
        for burst in 0..<2 {
            let ecg = (0..<32).map { Int32(32 * burst + $0) }
            let ppg = (0..<16).map { Int32(16 * burst + $0) }
            let counts = [
                ecg.map { 80 * $0 - 700 }, ecg.map { 50 * $0 - 300 }, ecg.map { -$0 },
                ecg.map { -1_000 - $0 }, ppg.map { 700_000 - 5 * $0 },
                ppg.map { 500_000 + 3 * $0 },
            ]
            encoder.encode(counts, status: BoardStatus(), into: &bytes)
        }
        #expect(bytes == Array(try DeviceFileTests.recording()[256..<(256 + 2 * 928)]))
    }

    @Test func theVectorOfPPGIsEncodedExactly() throws {
        var encoder = HealthyPi6Encoder(bootMilliseconds: 123_460, firstSequence: 40)
        var (counts, bytes): ([[Int32]], [UInt8]) = (Fixtures.counts(0), [])
        counts[4] = (0..<16).map { 200_000 - $0 }
        counts[5] = (0..<16).map { 100_000 + $0 }
        encoder.encode(counts, status: BoardStatus(), into: &bytes)
        #expect(Array(bytes.suffix(224)) == (try Fixtures.vector(Self.vectors[1])))
    }

    /// 22 bits are all that the converter has.
    @Test func ppgIsClamped() {
        var encoder = HealthyPi6Encoder()
        var (counts, bytes): ([[Int32]], [UInt8]) = (Fixtures.counts(0), [])
        counts[4] = Array(repeating: .max, count: 16)
        counts[5] = Array(repeating: .min, count: 16)
        encoder.encode(counts, status: BoardStatus(), into: &bytes)
        let output = Fixtures.decode(bytes)
        #expect(output.blocks[4].samples == Array(repeating: 2_097_151, count: 16))
        #expect(output.blocks[5].samples == Array(repeating: -2_097_152, count: 16))
    }

    @Test(arguments: chunkings(of: 8_000))
    func outputDoesNotDependOnChunking(_ chunks: [Range<Int>]) {
        var bytes = Array(Fixtures.bursts(40).flatMap { $0 }.dropFirst(100))
        bytes.insert(
            contentsOf: Array("*** Booting Zephyr OS ***\r\nhello world\r\n".utf8), at: 2_000)
        bytes[5_000] ^= 1
        bytes = Array(bytes.prefix(8_000))
        #expect(Fixtures.decode(bytes, chunks) == Fixtures.decode(bytes))
    }

    /// A block of PPG is ready only when its 64 ms are over, so the stream may begin with the
    /// second half's ECG: its index is 16, and no PPG sample is thrown away.
    @Test func theOldestSampleIsTheFirst() {
        let bytes = Array(Fixtures.bursts(2).flatMap { $0 }.dropFirst(352))
        let output = Fixtures.decode(bytes)
        #expect(output.blocks.first { $0.channel == 0 }?.start == 16)
        #expect(output.blocks.first { $0.channel == 4 }?.start == 0)
        #expect(output.blocks.first { $0.channel == 4 }?.samples.count == 32)
        #expect(output.losses.isEmpty)
    }

    /// A stream of ECG alone is not held back for ever.
    @Test func oneKindOfBlocksIsEnough() {
        let bytes = Fixtures.bursts(8).flatMap { $0.prefix(704) }
        var decoder = DataBlockDecoder(profile: .healthyPi6())
        var output = DeviceOutput()
        decoder.decode(bytes, into: &output)
        #expect(output.blocks.map(\.channel) == [0, 1, 2, 3])
        #expect(output.blocks[0].samples.count == 8 * 32)
    }

    @Test func movementIsToldWhenItChanges() {
        var encoder = HealthyPi6Encoder()
        var bytes: [UInt8] = []
        for burst in 0..<64 {
            encoder.isMoving = (20..<40).contains(burst)
            encoder.encode(Fixtures.counts(burst), status: Fixtures.status, into: &bytes)
        }
        // Vitals are told with bursts 15, 31, 47 and 63, at their ends.
        let motions = Fixtures.decode(bytes).motions
        #expect(motions.map(\.isMoving) == [true, false])
        for (motion, seconds) in zip(motions, [2.048, 3.072]) {
            expect(motion.seconds, isClose: seconds, within: 1e-9)
        }
    }

    @Test func aButtonIsAMark() {
        var encoder = HealthyPi6Encoder()
        var bytes: [UInt8] = []
        for burst in 0..<10 {
            if burst == 5 { encoder.encodeMark(into: &bytes) }
            encoder.encode(Fixtures.counts(burst), status: Fixtures.status, into: &bytes)
        }
        let output = Fixtures.decode(bytes)
        #expect(output.marks == [DeviceMark(number: 1, seconds: 0.32)])
        #expect(output.losses.isEmpty)
    }

    @Test func leadOffAndProbeOffAreTold() {
        var encoder = HealthyPi6Encoder()
        var (bytes, status): ([UInt8], BoardStatus) = ([], Fixtures.status)
        for burst in 0..<6 {
            status.isECGLeadOff = (2..<4).contains(burst)
            status.isProbeOff = burst == 3
            encoder.encode(Fixtures.counts(burst), status: status, into: &bytes)
        }
        let contacts = Fixtures.decode(bytes).contacts
        #expect(contacts.map(\.electrode) == ["RA", "ppg", "RA", "ppg"])
        #expect(contacts.map(\.isOff) == [true, true, false, false])
        for (contact, seconds) in zip(contacts, [0.128, 0.192, 0.256, 0.256]) {
            expect(contact.seconds, isClose: seconds, within: 1e-9)
        }
    }
}
