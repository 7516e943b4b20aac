import DeviceProtocols
import TestKit
import Testing

/// The HealthyPi Move's records have no header: where they lie says what they are.
struct DeviceFileNameTests {
    private static let numbers: [Int32] = [0, -5_000, 1 << 25 - 1, -(1 << 25), 0x7F_FFFF]

    private static func bytes(_ numbers: [Int32]) -> [UInt8] {
        numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
    }

    private static func recognise(_ bytes: [UInt8], _ name: String) -> DeviceFileFormat? {
        DeviceFileFormat.recognise(prefix: bytes[...], name: name)
    }

    @Test(arguments: [
        ("ecg/1790000000", DeviceFileFormat.moveECG), ("/lfs/ecg/1577836800", .moveECG),
        ("/a/gsr/ecg/1893456000", .moveECG), ("gsr/1790000000", .moveGSR),
        ("./copied/gsr//1790000000", .moveGSR),
    ])
    func theFolderTells(_ name: String, _ format: DeviceFileFormat) {
        #expect(Self.recognise(Self.bytes(Self.numbers), name) == format)
    }

    @Test(arguments: [
        "1790000000", "ecg", "ecg/", "ecg/1790000000.bin", "ecg/1790000000/x", "ecg/x/1790000000",
        "ECG/1790000000", "myecg/1790000000", "hrv/1790000000", "rec/1790000000", "ecg/100",
        "ecg/1577836799", "ecg/1893456001", "ecg/01790000000", "ecg/+1790000000",
        "ecg/99999999999999999999", "ecg/１７９０００００００", "", "/",
    ])
    func anotherNameTellsNothing(_ name: String) {
        #expect(Self.recognise(Self.bytes(Self.numbers), name) == nil)
    }

    @Test(arguments: ["ecg", "gsr"])
    func bytesThatCannotBeSuchARecordAreNone(_ folder: String) throws {
        let name = "\(folder)/1790000000"
        let samples = folder == "ecg" ? 3_840 : 960
        let whole = Self.bytes(Array(repeating: -77, count: samples))
        #expect(Self.recognise(whole, name) != nil)
        #expect(Self.recognise(whole + [0, 0, 0, 0], name) == nil)
        #expect(Self.recognise(Array(whole.dropLast()), name) == nil)
        #expect(Self.recognise([], name) == nil)
        let text = Array("time,ecg\n0.000,1.234\n0.008,1.250\n000".utf8)
        #expect(text.count.isMultiple(of: 4) && Self.recognise(text, name) == nil)
        var generator = SeededGenerator(seed: 11)
        let noise = (0..<960).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(Self.recognise(noise, name) == nil)
        for board in [Board.healthypi5, .healthypi4, .tinyGSR] {
            let capture = Array(try OpenViewStream(board, bursts: 32).bytes)
            #expect(capture.count.isMultiple(of: 4) && Self.recognise(capture, name) == nil)
        }
    }

    /// The converter's 26 bits of ECG and 28 of impedance, and not one more.
    @Test func theConvertersRangeIsTheLimit() {
        let (ecg, gsr) = ("ecg/1790000000", "gsr/1790000000")
        for (name, bits) in [(ecg, 26), (gsr, 28)] {
            let end: Int32 = 1 << (bits - 1)
            #expect(Self.recognise(Self.bytes([end - 1, -end]), name) != nil)
            #expect(Self.recognise(Self.bytes([0, end]), name) == nil)
            #expect(Self.recognise(Self.bytes([0, -end - 1]), name) == nil)
        }
    }

    @Test func aHeadTellsBeforeTheName() {
        let head: [UInt8] = [0x52, 0x49, 0x50, 0x48, 1, 4, 32, 0]
        #expect(Self.recognise(head, "gsr/1790000000") == .moveRecording)
    }
}
