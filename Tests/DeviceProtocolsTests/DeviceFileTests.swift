import Biosignals
import DeviceProtocols
import TestKit
import Testing

/// The boards' own files.
struct DeviceFileTests {
    typealias Fixtures = HealthyPi6Fixtures

    static func recording() throws -> [UInt8] {
        Fixtures.bytes(try Fixtures.golden("healthypi6.json")["recording"] as? String ?? "")
    }

    static func decode(
        _ format: DeviceFileFormat, _ bytes: [UInt8], _ chunks: [Range<Int>]? = nil
    ) throws -> DeviceOutput {
        let decoder = try DeviceFileDecoder(format: format, prefix: bytes.prefix(65_536))
        return Fixtures.run(decoder, bytes, chunks)
    }

    /// The maker's own writer made it: 4 bursts, a mark, a stub's class, vitals and a sync marker.
    @Test func aRecordingOfTheMakersWriter() throws {
        let bytes = try Self.recording()
        #expect(DeviceFileFormat.recognise(prefix: bytes[...], name: "x") == .healthyPi6)
        let decoder = try DeviceFileDecoder(format: .healthyPi6, prefix: bytes[...])
        #expect(decoder.start == UTCTime(millisecondsSince1970: 1_790_000_000_123))
        #expect(decoder.notices == ["firmware 1.0.0"])
        #expect(decoder.channels == BoardProfile.healthyPi6().channels)
        let output = Fixtures.run(decoder, bytes)
        #expect(output.frames == 16 && output.skips.isEmpty && output.losses.isEmpty)
        let steps = (0..<128).map(Double.init)
        #expect(output.blocks[0].samples == steps.map { (80 * $0 - 700) / 1_000 })
        #expect(output.blocks[1].samples == steps.map { (50 * $0 - 300) / 1_000 })
        #expect(output.blocks[2].samples == steps.map { -$0 / 1_000 })
        #expect(output.blocks[3].samples == steps.map { (-1_000 - $0) / 1_000 })
        #expect(output.blocks[4].samples == steps.prefix(64).map { 700_000 - 5 * $0 })
        #expect(output.blocks[5].samples == steps.prefix(64).map { 500_000 + 3 * $0 })
        #expect(output.marks == [DeviceMark(number: 1, seconds: 0.128)])
        #expect(output.reports.map(\.value) == [61, 97.8, 300, 41, 1.2])
        #expect(output.motions == [DeviceMotion(isMoving: true, seconds: 0.256)])
    }

    /// Whose recording it is stays in the file.
    @Test func nobodyIsNamed() throws {
        let decoder = try DeviceFileDecoder(format: .healthyPi6, prefix: try Self.recording()[...])
        let said = decoder.notices.joined() + decoder.channels.map(\.name).joined()
        for word in ["4711", "Somebody", "0123456789"] { #expect(!said.contains(word)) }
    }

    @Test func aDamagedHeadDoesNotCostTheSamples() throws {
        var bytes = try Self.recording()
        bytes[30] ^= 0xFF
        let decoder = try DeviceFileDecoder(format: .healthyPi6, prefix: bytes[...])
        #expect(decoder.start == nil)
        #expect(
            decoder.notices == [
                "the head's checksum is wrong: the PPG rate comes from the blocks"
            ])
        let output = Fixtures.run(decoder, bytes)
        #expect(output.frames == 16)
        #expect(
            output.skips == [SkippedBytes(offset: 0, count: 256, reason: .checksumMismatch)])
    }

    /// Format 0x0200: vitals of 12 bytes, whose 255 ms may be anything from 255 on.
    @Test func anOldRecording() throws {
        let golden = try Fixtures.golden("healthypi6.json")["vitals_0200"] as? String ?? ""
        var bytes = Array(try Self.recording().prefix(256 + 928)) + Fixtures.bytes(golden)
        bytes[5] = 0x02
        let decoder = try DeviceFileDecoder(format: .healthyPi6, prefix: bytes[...])
        #expect(
            decoder.notices == [
                "format 0x0200: the head was not read, the PPG rate comes from the blocks"
            ])
        let output = Fixtures.run(decoder, bytes)
        #expect(output.frames == 4 && output.skips.isEmpty)
        #expect(output.reports.map(\.quantity) == [.heartRate, .spo2, .temperature, .sdnn])
        #expect(output.reports.map(\.value) == [61, 97.8, 36.55, 48])
    }

    @Test func aDamagedBlockIsTold() throws {
        var bytes = try Self.recording()
        bytes[256 + 928 + 50] ^= 1
        let output = try Self.decode(.healthyPi6, bytes)
        #expect(
            output.skips == [SkippedBytes(offset: 1_184, count: 352, reason: .checksumMismatch)])
        #expect(output.losses.map(\.samples) == Array(repeating: 32..<48, count: 4))
    }

    @Test func headsThatCannotBeRead() throws {
        let bytes = try Self.recording()
        #expect(throws: DeviceFileError.headCutShort(.healthyPi6, found: 200, needed: 256)) {
            try DeviceFileDecoder(format: .healthyPi6, prefix: bytes.prefix(200))
        }
        #expect(
            "\(DeviceFileError.headCutShort(.healthyPi6, found: 200, needed: 256))"
                == "HealthyPi 6 recording (.HP6): the head is cut short after 200 of 256 bytes. "
                + "Copy the file from the device again.")
        #expect(
            "\(DeviceFileError.versionUnknown(.openView, 2))"
                == "OpenView recording (.hpd): version 0x2 is not known here. "
                + "Update this program, or export the file with the maker's tool.")
        let rest: [UInt8] = Array(repeating: 0, count: 300)
        #expect(throws: DeviceFileError.versionUnknown(.next, 0)) {
            try DeviceFileDecoder(
                format: .next, prefix: ([0x24, 0x48, 0x50, 0x35] + rest)[...])
        }
        #expect(throws: DeviceFileError.versionUnknown(.moveRecording, 0)) {
            try DeviceFileDecoder(
                format: .moveRecording, prefix: ([0x52, 0x49, 0x50, 0x48] + rest)[...])
        }
    }

    /// 2 seconds of NEXT: 32 bytes of head, then ECG, BioZ, RED, IR.
    @Test func aCardOfNext() throws {
        var bytes: [UInt8] = [0x24, 0x48, 0x50, 0x35, 1, 0, 16, 0, 128, 0, 4, 0]
        bytes += Array(repeating: 0, count: 20)
        for sample in 0..<256 {
            for value in [sample * 100 - 9_000, sample, 30_000 + sample, 40_000 - sample] {
                Self.append(Int32(value), to: &bytes)
            }
        }
        bytes += [1, 2, 3]
        #expect(DeviceFileFormat.recognise(prefix: bytes[...], name: "REC00001.BIN") == .next)
        let decoder = try DeviceFileDecoder(format: .next, prefix: bytes[...])
        #expect(decoder.channels.map(\.name) == ["ecg", "resp", "ppg_ir", "ppg_red"])
        #expect(decoder.channels.allSatisfy { $0.rate == 128 } && decoder.start == nil)
        for chunks in chunkings(of: bytes.count) {
            let output = Fixtures.run(decoder, bytes, chunks)
            // 95.367 nV a count.
            expect(output.blocks[0].samples[0], isClose: -0.858_306_884_765_625, within: 1e-12)
            #expect(output.blocks[2].samples == (0..<256).map { 40_000 - Double($0) })
            #expect(output.blocks[3].samples == (0..<256).map { 30_000 + Double($0) })
            #expect(output.frames == 256)
            #expect(
                output.skips == [SkippedBytes(offset: 4_128, count: 3, reason: .truncated)])
        }
    }

    static func append(_ word: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// The watch's pages hold 10 handfuls of 8 samples of 12 bytes; 64 bytes at the end are what the
    /// page before last left there: nothing in the first two, old samples never.
    @Test func oldSamplesInTheWatchsPagesAreLeftOut() throws {
        var bytes: [UInt8] = [0x52, 0x49, 0x50, 0x48, 1, 0, 25, 0]
        Self.append(Int64(1_790_000_000), to: &bytes)
        Self.append(UInt32(425), to: &bytes)
        bytes += Array(repeating: 0, count: 8)
        var sample = 1
        for page in 0..<5 {
            for _ in 0..<(page == 4 ? 24 : 80) {
                for color in 0..<3 { Self.append(UInt32(sample * 10 + color), to: &bytes) }
                sample += 1
            }
            if page < 4 { bytes += Array(repeating: 0, count: 64) }
        }
        #expect(DeviceFileFormat.recognise(prefix: bytes[...], name: "a") == .moveRecording)
        let decoder = try DeviceFileDecoder(format: .moveRecording, prefix: bytes[...])
        #expect(decoder.channels.map(\.name) == ["ppg_ir", "ppg_red", "ppg_green"])
        #expect(decoder.start == UTCTime(millisecondsSince1970: 1_790_000_000_000))
        for chunks in chunkings(of: bytes.count) {
            let output = Fixtures.run(decoder, bytes, chunks)
            for channel in 0..<3 {
                #expect(
                    output.blocks[channel].samples
                        == (1..<sample).map { Double($0 * 10 + channel) })
            }
            #expect(output.skips.map(\.count) == [64, 64, 64, 64])
        }
    }

    @Test func aSignalThatStandsStillIsKept() throws {
        var bytes: [UInt8] = [0x52, 0x49, 0x50, 0x48, 1, 4, 32, 0]
        bytes += Array(repeating: 0, count: 20)
        for _ in 0..<1_000 { Self.append(Int32(77), to: &bytes) }
        let output = try Self.decode(.moveRecording, bytes)
        #expect(output.blocks.map(\.samples.count) == [1_000])
    }

    @Test func aHeadWithoutSamplesIsRefused() {
        let bytes: [UInt8] =
            [0x52, 0x49, 0x50, 0x48, 1, 2, 100, 0] + Array(repeating: 0, count: 20)
        #expect(throws: DeviceFileError.noSamples(.moveRecording)) {
            try DeviceFileDecoder(format: .moveRecording, prefix: bytes[...])
        }
    }

    @Test func theWatchsRecordsAreCounts() throws {
        var bytes: [UInt8] = []
        for sample in 0..<100 { Self.append(Int32(sample * 256 - 5_000), to: &bytes) }
        #expect(DeviceFileFormat.recognise(prefix: bytes[...], name: "1790000000") == nil)
        let ecg = try DeviceFileDecoder(format: .moveECG, prefix: bytes[...])
        #expect(ecg.channels.map(\.role) == [.ecg] && ecg.channels[0].unit == .counts)
        #expect(
            Fixtures.run(ecg, bytes).blocks[0].samples == (0..<100).map { Double($0 * 256 - 5_000) }
        )
        let gsr = try DeviceFileDecoder(format: .moveGSR, prefix: bytes[...])
        #expect(gsr.channels.map(\.role) == [nil] && gsr.channels[0].rate == 32)
    }

    @Test("T17: garbage never stops a file's decoder, and every byte is accounted for")
    func garbage() throws {
        var generator = SeededGenerator(seed: 256)
        let stream = try Self.recording()
        for round in 0..<120 {
            var bytes = HealthyPi6ResyncTests.mutated(stream, &generator)
            bytes += HealthyPi6ResyncTests.noise(round * 200, &generator)
            for format in DeviceFileFormat.allCases {
                guard
                    let decoder = try? DeviceFileDecoder(
                        format: format, prefix: bytes.prefix(65_536))
                else { continue }
                let output = Fixtures.run(decoder, bytes)
                let skipped = try #require(Fixtures.skipped(output))
                #expect(skipped.count <= bytes.count)
                #expect(output.blocks.allSatisfy { $0.samples.allSatisfy(\.isFinite) })
            }
        }
    }
}
