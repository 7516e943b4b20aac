import Biosignals
import DeviceProtocols
import TestKit
import Testing

/// `.hpd` files. There is none of the maker's own; these are written here after the layout that its
/// writer's source shows.
struct DeviceFileOpenViewTests {
    typealias Fixtures = HealthyPi6Fixtures

    static func text(_ text: String, _ count: Int) -> [UInt8] {
        Array((Array(text.utf8) + Array(repeating: 0, count: count)).prefix(count))
    }

    static func head(_ channels: [(String, String, Double)], named: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = Array("BIOSIG".utf8) + [1, 0] + Array(repeating: 0, count: 12)
        bytes += text("healthypi", 64) + text("HealthyPi 5", 64) + text("unknown", 32)
        DeviceFileTests.append(Int64(1_790_000_000_000), to: &bytes)
        DeviceFileTests.append(UInt16(channels.count), to: &bytes)
        bytes += Array(repeating: 0, count: 16)
        for (id, unit, rate) in channels {
            bytes += text(id, 32) + text(id, 64) + text(unit, 32)
            for value in [rate, 1, 0, -1, 1] {
                DeviceFileTests.append(value.bitPattern, to: &bytes)
            }
        }
        guard named else { return bytes + [0, 0] }
        bytes += [1] + text("Patient 4711", 64) + text("", 4 + 2 + 128 + 256)
        bytes += [1] + text("Protocol", 128) + text("", 128 + 64 + 256)
        DeviceFileTests.append(UInt32(2), to: &bytes)
        return bytes + Array("{}".utf8)
    }

    /// Rows `first` to `first + count`, each with its values.
    static func rows(_ first: Int, _ values: [[Double]], block: Int) -> [UInt8] {
        var bytes = Array("ATAD".utf8)
        DeviceFileTests.append(UInt32(block), to: &bytes)
        DeviceFileTests.append(UInt32(values.count), to: &bytes)
        DeviceFileTests.append(Int64(first * 8_000), to: &bytes)
        for (index, row) in values.enumerated() {
            DeviceFileTests.append(UInt32(first + index), to: &bytes)
            DeviceFileTests.append(Int64((first + index) * 8_000), to: &bytes)
            for value in row { DeviceFileTests.append(value.bitPattern, to: &bytes) }
        }
        DeviceFileTests.append(crc(bytes), to: &bytes)
        return bytes
    }

    /// Bit by bit, so that it owes nothing to the table under test.
    static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    static let channels = [("ecg", "adc", 128.0), ("ppgRed", "adc", 128.0)]

    static func file(_ blocks: Int, named: Bool = false) -> (head: [UInt8], blocks: [[UInt8]]) {
        (
            head(channels, named: named),
            (0..<blocks).map { block in
                let values = (0..<4).map { row in
                    [Double(block * 4 + row), Double(-block * 4 - row)]
                }
                return rows(block * 4, values, block: block)
            }
        )
    }

    static func end(_ blocks: Int) -> [UInt8] {
        var bytes = Array("XDNI".utf8)
        DeviceFileTests.append(UInt32(blocks), to: &bytes)
        bytes += Array(repeating: 7, count: 24 * blocks)
        return bytes + Array("ENDOF\0".utf8) + [1, 0]
    }

    static func event(_ number: Int, at row: Int) -> [UInt8] {
        var bytes = Array("TNVE".utf8)
        DeviceFileTests.append(UInt32(number), to: &bytes)
        DeviceFileTests.append(Int64(row * 8_000), to: &bytes)
        for word in ["mark", "somebody said something"] {
            DeviceFileTests.append(UInt16(word.utf8.count), to: &bytes)
            bytes += word.utf8
        }
        return bytes
    }

    @Test(arguments: [false, true])
    func aWholeFile(_ named: Bool) throws {
        let (head, blocks) = Self.file(20, named: named)
        let bytes =
            head + blocks[..<10].flatMap { $0 } + Self.event(3, at: 40)
            + blocks[10...].flatMap { $0 } + Self.end(20)
        #expect(DeviceFileFormat.recognise(prefix: bytes[...], name: "x.hpd") == .openView)
        let decoder = try DeviceFileDecoder(format: .openView, prefix: bytes[...])
        #expect(decoder.channels.map(\.name) == ["ecg", "ppgRed"])
        #expect(decoder.channels.map(\.role) == [.ecg, .ppg])
        #expect(decoder.channels.map(\.unit) == [.counts, .counts])
        #expect(decoder.start == UTCTime(millisecondsSince1970: 1_790_000_000_000))
        #expect(!decoder.notices.joined().contains("4711"))
        for chunks in chunkings(of: bytes.count) {
            let output = Fixtures.run(decoder, bytes, chunks)
            #expect(output.blocks.map(\.start) == [0, 0])
            #expect(output.blocks[0].samples == (0..<80).map(Double.init))
            #expect(output.blocks[1].samples == (0..<80).map { -Double($0) })
            #expect(output.marks == [DeviceMark(number: 3, seconds: 0.32)])
            #expect(output.skips.isEmpty && output.losses.isEmpty)
        }
    }

    @Test func aDamagedBlockIsMissing() throws {
        let (head, blocks) = Self.file(10)
        var bytes = head + blocks.flatMap { $0 }
        bytes[head.count + 2 * blocks[0].count + 40] ^= 1
        let output = try DeviceFileTests.decode(.openView, bytes)
        #expect(
            output.losses == [
                DeviceLoss(channel: 0, samples: 8..<12, cause: .damagedFrame),
                DeviceLoss(channel: 1, samples: 8..<12, cause: .damagedFrame),
            ])
        #expect(output.blocks.map(\.samples.count) == [8, 28, 8, 28])
        #expect(output.skips.reduce(0) { $0 + $1.count } == blocks[0].count)
    }

    /// A board that sends ECG and PPG in packets of their own: each channel counts its own.
    @Test func aChannelThatAPacketDoesNotBringHasNoSample() throws {
        let rows = (0..<8).map { [$0 < 4 ? Double($0) : .nan, $0 < 4 ? .nan : Double($0)] }
        let bytes = Self.head(Self.channels) + Self.rows(0, rows, block: 0)
        let output = try DeviceFileTests.decode(.openView, bytes)
        #expect(output.blocks.map(\.samples) == [[0, 1, 2, 3], [4, 5, 6, 7]])
        #expect(output.blocks.map(\.start) == [0, 0])
    }

    @Test func headsThatCannotBeRead() {
        let head = Self.head(Self.channels)
        #expect(throws: DeviceFileError.headCutShort(.openView, found: 300, needed: 544)) {
            try DeviceFileDecoder(format: .openView, prefix: head.prefix(300))
        }
        #expect(
            throws: DeviceFileError.headInvalid(.openView, what: "a channel's rate", offset: 334)
        ) {
            try DeviceFileDecoder(format: .openView, prefix: Self.head([("ecg", "mv", .nan)])[...])
        }
        #expect(throws: DeviceFileError.noChannels(.openView)) {
            try DeviceFileDecoder(format: .openView, prefix: Self.head([])[...])
        }
    }

    @Test("T17: garbage never stops the .hpd decoder, and every byte is accounted for")
    func garbage() throws {
        var generator = SeededGenerator(seed: 99)
        let (head, blocks) = Self.file(20)
        let body = blocks.flatMap { $0 } + Self.event(1, at: 3)
        for _ in 0..<100 {
            let bytes =
                head + HealthyPi6ResyncTests.mutated(body, &generator)
                + HealthyPi6ResyncTests.noise(2_000, &generator) + blocks[19]
            let output = try DeviceFileTests.decode(.openView, bytes)
            let skipped = try #require(Fixtures.skipped(output))
            #expect(skipped.allSatisfy { (head.count..<bytes.count).contains($0) })
            #expect(output.blocks.allSatisfy { $0.samples.allSatisfy(\.isFinite) })
            #expect(output.blocks.last?.samples.last == -79)
        }
    }
}
