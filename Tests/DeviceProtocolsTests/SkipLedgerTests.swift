import DeviceProtocols
import Testing

/// The HealthyPi 6 and the OpenView boards hear of text by the same rules.
struct SkipLedgerTests {
    private static func both(_ bytes: [UInt8]) throws -> [DeviceOutput] {
        var decoders: [any DeviceByteDecoder] = [
            DataBlockDecoder(profile: .healthyPi6()),
            OpenViewDecoder(profile: try openViewProfile(.healthypi4)),
        ]
        return decoders.indices.map { index in
            var output = DeviceOutput()
            decoders[index].decode(bytes[...], into: &output)
            decoders[index].finish(into: &output)
            return output
        }
    }

    @Test func secretsAreNotTold() throws {
        let bytes = Array("Starting\r\nSSID:home\r\nPassword:open sesame\r\n".utf8)
        for output in try Self.both(bytes) {
            #expect(
                output.texts == ["Starting", "SSID: (not shown)", "Password: (not shown)"])
            #expect(output.skips == [SkippedBytes(offset: 0, count: bytes.count, reason: .text)])
        }
    }

    @Test func aLongLineIsCut() throws {
        let bytes = Array(repeating: UInt8(ascii: "x"), count: 450) + Array("\r\nend".utf8)
        for output in try Self.both(bytes) {
            #expect(output.texts == [String(repeating: "x", count: 200), "end"])
        }
    }

    /// Samples may look like it: `A\rB\rC\r`.
    @Test func onlyCRLFEndsALineInWhatBecomesText() throws {
        let bytes = Array("A\rB\rC\rD\rE\rF\r".utf8)
        for output in try Self.both(bytes) {
            #expect(output.texts.isEmpty)
            #expect(
                output.skips == [SkippedBytes(offset: 0, count: bytes.count, reason: .noFrame)])
        }
    }

    /// A whole block that is not read is no text, whatever it holds.
    @Test func aBlockThatIsNotReadIsNoText() {
        var block: [UInt8] = Array("DBLK".utf8) + [68, 0, 0, 0, 3, 0, 0, 0]
        block += [0x50, 0x27, 0, 0, 0, 0, 0, 0, 5, 0, 1, 0, 0, 0, 0, 0]
        block += Array("thirty-six bytes that look like text".utf8)
        // Python's zlib.crc32 of these 64 bytes, little-endian.
        block += [0xB3, 0x5E, 0x35, 0x9C]
        let output = HealthyPi6Fixtures.decode(block)
        #expect(output.texts.isEmpty)
        #expect(output.skips == [SkippedBytes(offset: 0, count: 68, reason: .unknownFrame)])
    }
}
