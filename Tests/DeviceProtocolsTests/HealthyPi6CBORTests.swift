import DeviceProtocols
import TestKit
import Testing

/// CBOR against the examples of RFC 8949, appendix A, and everything that must be refused.
struct HealthyPi6CBORTests {
    static let examples: [(hex: String, value: CBORValue)] = [
        ("00", .integer(0)), ("17", .integer(23)), ("1818", .integer(24)),
        ("1903e8", .integer(1_000)), ("1a000f4240", .integer(1_000_000)),
        ("1b000000e8d4a51000", .integer(1_000_000_000_000)), ("20", .integer(-1)),
        ("3903e7", .integer(-1_000)), ("f4", .bool(false)), ("f5", .bool(true)), ("f6", .null),
        ("4401020304", .bytes([1, 2, 3, 4])), ("6449455446", .text("IETF")),
        ("62c3bc", .text("ü")), ("83010203", .array([.integer(1), .integer(2), .integer(3)])),
        ("a0", .emptyMap),
        (
            "a26161016162820203",
            .map([
                CBORPair("a", .integer(1)),
                CBORPair("b", .array([.integer(2), .integer(3)])),
            ])
        ),
    ]

    @Test func examplesOfTheStandard() throws {
        for (hex, value) in Self.examples {
            let bytes = HealthyPi6Fixtures.bytes(hex)
            #expect(try CBORReader.read(bytes[...]) == value, "\(hex)")
            #expect(CBORWriter.write(value) == bytes, "\(hex)")
            let openEnded = CBORWriter.write(value, ends: .byBreak)
            #expect(try CBORReader.read(openEnded[...]) == value, "\(hex)")
        }
    }

    static let refused: [(hex: String, error: CBORError)] = [
        ("", .cutShort), ("18", .cutShort), ("6449", .cutShort), ("a16161", .cutShort),
        ("9f01", .cutShort), ("0000", .trailing(count: 1)), ("c000", .unsupported(0xC0)),
        ("fb3ff199999999999a", .unsupported(0xFB)), ("1bffffffffffffffff", .unsupported(0x1B)),
        ("7f6161ff", .unsupported(0x7F)), ("ff", .unsupported(0xFF)), ("a10101", .keyNotText),
        ("a2616101616102", .keyTwice("a")), ("61ff", .textInvalid),
        ("5b7fffffffffffffff00", .cutShort), ("9b7fffffffffffffff00", .cutShort),
        ("818181818181818181818100", .tooDeep), ("9f9f9f9f9f9f9f9f9f9f9fff", .tooDeep),
    ]

    @Test func whatIsNotUnderstoodIsRefused() {
        for (hex, error) in Self.refused {
            #expect(throws: error, "\(hex)") {
                try CBORReader.read(HealthyPi6Fixtures.bytes(hex)[...])
            }
        }
        let long = [0x9F] + Array(repeating: UInt8(0), count: 1_000) + [0xFF]
        #expect(throws: CBORError.tooLong) { try CBORReader.read(long[...]) }
    }

    /// What is read is written again, and read as the same: 20,000 mutated maps.
    @Test("T17: garbage is CBOR or is refused")
    func garbage() {
        var generator = SeededGenerator(seed: 8949)
        let maps = Self.examples.map { CBORWriter.write(.map([CBORPair("k", $0.value)])) }
        var read = 0
        for round in 0..<20_000 {
            var bytes = maps[round % maps.count]
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let value = try? CBORReader.read(bytes[...]) else { continue }
            read += 1
            #expect((try? CBORReader.read(CBORWriter.write(value)[...])) == value)
        }
        #expect(read > 6_000)
    }
}
