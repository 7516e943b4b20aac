import Biosignals
import DeviceProtocols
import Testing

struct OpenViewEncoderTests {
    private func frame(
        _ board: Board, _ counts: [[Int32]], _ change: (inout BoardStatus) -> Void = { _ in }
    ) throws -> [UInt8] {
        var status = BoardStatus()
        change(&status)
        var encoder = try #require(OpenViewEncoder(board: board))
        var bytes: [UInt8] = []
        encoder.encode(counts, status: status, into: &bytes)
        return bytes
    }

    @Test func constantsOfVersion3() throws {
        let bytes = try frame(.healthypi3, [[1], [2], [1_024], [3], [3_655]]) {
            ($0.heartRate, $0.spo2, $0.respirationRate) = (72, 97, 15)
        }
        #expect(
            bytes == [
                0x0A, 0xFA, 20, 0, 2, 1, 0, 2, 0, 0, 4, 0, 0, 3, 0, 0, 0, 0x47, 0x0E, 15, 97, 72,
                80, 0, 0, 0, 0x0B,
            ])
    }

    /// The comparators of HealthyPi v4 are off: its status says nothing.
    @Test func version4SaysNothingOfItsElectrodes() throws {
        let counts: [[Int32]] = [[1], [2], [4], [3], [2_500]]
        let off = try frame(.healthypi4, counts) { $0.isECGLeadOff = true }
        let on = try frame(.healthypi4, counts)
        #expect(off == on)
        #expect(Array(off[22...]) == [80, 120, 0, 0, 0x0B])

        var encoder = try #require(OpenViewEncoder(board: .healthypi4, reportsLeadOff: true))
        var status = BoardStatus()
        (status.isECGLeadOff, status.heartRate, status.respirationRate) = (true, 70, 12)
        var bytes: [UInt8] = []
        encoder.encode(counts, status: status, into: &bytes)
        #expect(Array(bytes[5..<9]) == [0, 0, 0, 0])
        #expect((bytes[19], bytes[21]) == (0, 0))
        #expect(bytes[24] & 0x1F != 0)
    }

    /// v2.0.0 to v2.0.3 send literal zeros.
    @Test func version2HasNoFigures() throws {
        let bytes = try frame(.healthypi5V2, [[256], [2], [3], [4]]) {
            ($0.heartRate, $0.spo2, $0.respirationRate) = (72, 97, 15)
        }
        #expect(Array(bytes[22...]) == [0, 0, 0, 0, 0, 0, 0x0B])
    }

    @Test func respirationAlternatesOnTheFirstFirmware() throws {
        var encoder = try #require(OpenViewEncoder(board: .healthypi5Legacy))
        var bytes: [UInt8] = []
        for _ in 0..<4 {
            encoder.encode([[1], [7], [3], [4], [0]], status: BoardStatus(), into: &bytes)
        }
        #expect((0..<4).map { bytes[27 * $0 + 9] } == [7, 0, 7, 0])
        #expect((0..<4).map { bytes[27 * $0 + 13] } == [0, 0xFF, 0, 0xFF])
    }

    /// In 14 s there are 224 ECG packets and 125 PPG packets, evenly spread.
    @Test func separatePacketsKeepTheirRates() throws {
        var encoder = try #require(OpenViewEncoder(board: .healthypi5V1))
        var bytes: [UInt8] = []
        var red = 0
        for burst in 1...448 {
            let counts = encoder.samplesPerBurst
            #expect(counts.prefix(2) == [8, 4])
            red += counts[2]
            // Never more than one packet behind 1000/14 a second.
            let due = Double(burst) / 16 * 1_000 / 14
            #expect(Double(red) <= due && Double(red) > due - 8)
            encoder.encode(
                counts.map { Array(repeating: 1, count: $0) }, status: BoardStatus(), into: &bytes)
        }
        #expect(red == 2_000)
        #expect(bytes.count == 448 * 57 + 250 * 26)
    }

    @Test func sendsMultiplesOfTheConvertersStep() throws {
        let five = try #require(OpenViewEncoder(board: .healthypi5))
        #expect(five.sent(383, channel: 0) == 256)
        #expect(five.sent(384, channel: 0) == 512)
        #expect(five.sent(-384, channel: 0) == -256)
        #expect(five.sent(-385, channel: 0) == -512)
        #expect(five.sent(.max, channel: 0) == 2_147_483_392)
        #expect(five.sent(.min, channel: 0) == .min)
        #expect(five.sent(383, channel: 1) == 383)
        let three = try #require(OpenViewEncoder(board: .healthypi3))
        #expect(three.sent(1_500, channel: 2) == 1_024)
        #expect(three.sent(40_000, channel: 0) == 32_767)
        #expect(three.sent(-40_000, channel: 1) == -32_768)
        #expect(three.sent(-1, channel: 4) == 0)
        let next = try #require(OpenViewEncoder(board: .healthypi5Next))
        #expect(next.sent(.max, channel: 0) == .max)
        let late = try #require(OpenViewEncoder(board: .healthypi5V1, ecgIsTimes256: true))
        #expect(late.sent(300, channel: 0) == 256)
    }

    @Test func bannersAreTextOfTheirBoards() {
        for board in openViewBoards {
            let banner = OpenViewEncoder.bootBanner(board)
            #expect(banner.allSatisfy { (0x20...0x7E).contains($0) || $0 == 13 || $0 == 10 })
        }
        #expect(OpenViewEncoder.bootBanner(.tinyGSR) == Array("Starting ADC...\r\n".utf8))
        #expect(OpenViewEncoder.bootBanner(.healthypi5).isEmpty)
    }

    @Test func healthyPi6IsNotOfThisKind() {
        #expect(OpenViewEncoder(board: .healthypi6) == nil)
        #expect(BoardProfile.openView(.healthypi6) == nil)
    }
}
