import Biosignals
import DeviceProtocols
import Testing

/// The frames of `Golden/frames.json`, against what is written beside them there.
struct OpenViewVectorTests {
    private func decode(_ name: String, _ board: Board) throws -> WholeOutput {
        decodeOpenView(try goldenFrame(name), as: try openViewProfile(board))
    }

    private func vitals(_ output: WholeOutput) -> [DeviceReport.Quantity: Double] {
        Dictionary(output.reports.map { ($0.quantity, $0.value) }) { first, _ in first }
    }

    @Test func healthyPi5() throws {
        let output = try decode("hp5_type2_29B", .healthypi5)
        // −38,400 = −150 · 256 on the wire; −150 · 1000 / (2¹⁷ · 80) mV = −14.305 µV
        #expect(abs((output.unbroken(0).first ?? 0) + 0.014_305_114_746_093_75) < 1e-15)
        #expect(output.unbroken(1) == [123_456])
        #expect(output.unbroken(2) == [8_191])  // IR
        #expect(output.unbroken(3) == [-8_191])  // RED, first on the wire
        #expect(output.unbroken(4) == [36.61])
        #expect(vitals(output) == [.spo2: 97, .heartRate: 72, .respirationRate: 15])
        #expect(output.frames == 1)
        #expect(output.skips.isEmpty)
    }

    @Test func healthyPi5Legacy() throws {
        let output = try decode("hp5_v1legacy_27B", .healthypi5Legacy)
        #expect(output.unbroken(0) == [-38_400])
        #expect(output.unbroken(1) == [123_456])
        #expect(output.unbroken(2) == [900_000])  // IR, first on the wire
        #expect(output.unbroken(3) == [800_000])
        #expect(output.samples(4).isEmpty)
        #expect(output.reports.isEmpty)
        #expect(output.frames == 1)
    }

    @Test func healthyPi4() throws {
        let output = try decode("hp4_27B", .healthypi4)
        // 42 counts · 2.42 V · 256 / (12 · (2²³ − 1)) = 258.484… µV
        let millivolts = output.unbroken(0).first ?? 0
        #expect(abs(millivolts - 42 * 2_420 * 256 / (12 * 8_388_607.0)) < 1e-15)
        #expect((millivolts * 10_000).rounded() == 2_585)
        #expect(output.unbroken(1) == [-8_000])
        #expect(output.unbroken(2) == [0x0E0B45])
        #expect(output.unbroken(3) == [0x0DE2B0])
        #expect(output.unbroken(4) == [25])
        #expect(vitals(output) == [.respirationRate: 25, .spo2: 97, .heartRate: 72])
        #expect(output.contacts.isEmpty)
    }

    @Test func healthyPi3WithEverythingOff() throws {
        let output = try decode("hp3_27B_leadoff_probeopen", .healthypi3)
        #expect(output.samples(0).isEmpty)
        #expect(output.samples(1).isEmpty)
        #expect(output.lost(0, because: .leadOff) == [0..<1])
        #expect(output.lost(1, because: .leadOff) == [0..<1])
        #expect(output.losses.count == 2)
        #expect(output.unbroken(2) == [0])
        #expect(output.unbroken(4) == [36.55])
        // SpO2 25 is −999, heart rate 0 is none.
        #expect(output.reports.isEmpty)
        #expect(
            output.contacts == [
                ElectrodeContact(electrode: "ecg", isOff: true, seconds: 0),
                ElectrodeContact(electrode: "ppg", isOff: true, seconds: 0),
            ])
    }

    @Test(arguments: [Board.healthypi5, .healthypi5V2, .healthypi5Next])
    func embeddedHeaderIsNoFrame(_ board: Board) throws {
        let frame = try goldenFrame("payload_contains_sof_and_footer")
        let profile = try openViewProfile(board)
        for count in 1...4 {
            let stream = Array(repeating: frame, count: count).flatMap { $0 }
            for cut in 0...stream.count {
                let output = decodeOpenView(
                    stream, as: profile, in: [0..<cut, cut..<stream.count])
                #expect(output.frames == count)
                #expect(output.skips.isEmpty)
                #expect(output.samples(1) == expected(count, 0x000B_0002))
                #expect(output.samples(3) == expected(count, 0x0B00))
                #expect(output.samples(2) == expected(count, 0x0AFA))
            }
        }
    }

    private func expected(_ count: Int, _ value: Double) -> [Int: Double] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, value) })
    }

    @Test func separatePackets() throws {
        let stream = try goldenFrame("hp5_v1x_type3_57B") + goldenFrame("hp5_v1x_type4_26B")
        let output = decodeOpenView(stream, as: try openViewProfile(.healthypi5V1))
        #expect(output.unbroken(0) == [100, 200, 300, 400, 500, 600, 700, 800])
        #expect(output.unbroken(1) == [-4, -3, -2, -1])
        #expect(output.unbroken(2) == [-4, -3, -2, -1, 0, 1, 2, 3])
        #expect(vitals(output) == [.heartRate: 71, .respirationRate: 14, .spo2: 98])
        #expect(output.frames == 2)
    }

    @Test func tinyGSR() throws {
        let output = try decode("tinygsr_16B", .tinyGSR)
        #expect(output.unbroken(0) == [-312])
    }

    @Test func healthyPi6NetworkPacketIsNotForUs() throws {
        for board in openViewBoards {
            let output = try decode("hp6_openview_v2_50B", board)
            #expect(output.frames == 0)
            #expect(output.blocks.isEmpty)
            #expect(output.skippedCount == 50)
        }
    }

    @Test func pingReplyIsSkipped() throws {
        let frame = try goldenFrame("hp5_type2_29B")
        let reply: [UInt8] = [0xAA, 0x55, 0x81, 0, 0]
        let output = decodeOpenView(
            frame + frame + reply + frame + frame, as: try openViewProfile(.healthypi5Next))
        #expect(output.frames == 4)
        #expect(output.skips == [SkippedBytes(offset: 58, count: 5, reason: .noFrame)])
        #expect(output.losses.isEmpty)
        #expect(output.unbroken(0).count == 4)
    }

    /// What a frame decodes to makes the same frame again.
    @Test(arguments: [
        ("hp5_type2_29B", Board.healthypi5), ("hp5_v1legacy_27B", .healthypi5Legacy),
        ("hp4_27B", .healthypi4), ("hp3_27B_leadoff_probeopen", .healthypi3),
        ("payload_contains_sof_and_footer", .healthypi5Next), ("hp5_v1x_type3_57B", .healthypi5V1),
        ("tinygsr_16B", .tinyGSR),
    ])
    func encodesToTheSameBytes(_ name: String, _ board: Board) throws {
        let (frame, profile) = (try goldenFrame(name), try openViewProfile(board))
        let output = decodeOpenView(frame, as: profile)
        var encoder = try #require(OpenViewEncoder(board: board))
        let counts = encoder.samplesPerBurst.enumerated().map { channel, count in
            let samples = output.samples(channel)
            return (0..<count).map { index in
                samples[index].map { profile.channels[channel].scale.digital($0) } ?? 0
            }
        }
        var status = BoardStatus()
        status.heartRate = UInt8(vitals(output)[.heartRate] ?? 0)
        status.spo2 = UInt8(vitals(output)[.spo2] ?? 0)
        status.respirationRate = UInt8(vitals(output)[.respirationRate] ?? 0)
        status.isECGLeadOff = output.contacts.contains { $0.electrode == "ecg" && $0.isOff }
        status.isProbeOff = output.contacts.contains { $0.electrode == "ppg" && $0.isOff }
        var sent: [UInt8] = []
        encoder.encode(counts, status: status, into: &sent)
        #expect(sent == frame)
    }
}
