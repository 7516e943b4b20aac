import Biosignals
import DeviceProtocols
import TestKit
import Testing

struct OpenViewRecogniserTests {
    /// A stream as the board would send it: noisy where sensors are, held where the firmware holds.
    private func stream(
        _ board: Board, seconds: Double = 3, ecgIsTimes256: Bool? = nil, ppg: Int32? = nil,
        seed: UInt64 = 1
    ) throws -> [UInt8] {
        var encoder = try #require(OpenViewEncoder(board: board, ecgIsTimes256: ecgIsTimes256))
        let channels = try openViewProfile(board).channels
        var generator = SeededGenerator(seed: seed)
        var (bytes, counts) = ([UInt8](), channels.map { _ in 0 })
        var held = channels.map { _ in Int32(0) }
        let wide: Int32 = board == .healthypi5Next ? 400_000 : 4_000
        while Double(counts[0]) < seconds * channels[0].rate.value {
            let burst = encoder.samplesPerBurst.enumerated().map { index, count in
                (0..<count).map { _ -> Int32 in
                    let channel = channels[index]
                    let latch = channel.latchPeriod?.value ?? 0
                    let hold = Int((latch * channel.rate.value).rounded())
                    defer { counts[index] += 1 }
                    if hold > 1, counts[index] % hold != 0 { return held[index] }
                    held[index] =
                        switch channel.role {
                        case .temperature: 3_650
                        case .ppg: (ppg ?? wide) + Int32.random(in: 0..<4_000, using: &generator)
                        default: .random(in: -27_000..<27_000, using: &generator)
                        }
                    return held[index]
                }
            }
            encoder.encode(burst, status: BoardStatus(), into: &bytes)
        }
        return bytes
    }

    private func recognise(
        _ bytes: [UInt8], expecting board: Board? = nil, isComplete: Bool = true,
        seconds: Double? = nil
    ) -> BoardRecognition {
        var recogniser = OpenViewRecogniser(expecting: board)
        recogniser.process(bytes[...])
        return recogniser.recognition(isComplete: isComplete, seconds: seconds)
    }

    private func profile(_ recognition: BoardRecognition) throws -> BoardProfile {
        guard case .recognised(let profile) = recognition else {
            Issue.record("\(recognition)")
            return try openViewProfile(.tinyGSR)
        }
        return profile
    }

    private static let certain: [Board] = [
        .healthypi3, .healthypi4, .healthypi5, .healthypi5V1, .healthypi5V2, .healthypi5Next,
        .healthypi5Legacy, .tinyGSR, .afe4490, .max30001,
    ]

    @Test(arguments: certain)
    func recognisesEachFromItsBytes(_ board: Board) throws {
        let bytes = try stream(board)
        let found = try profile(recognise(bytes))
        #expect(found.board == board)
        #expect(found.certainty > 0.95 && found.certainty < 1)
        #expect(!found.evidence.isEmpty)
        let scale = found.channels[0].scale
        let usual = BoardProfile.openView(
            board, ecgIsTimes256: board == .healthypi5V1 ? false : nil)
        #expect(scale == usual?.channels[0].scale)
    }

    @Test(arguments: certain)
    func recognisesEachFromAnyPlaceAndCut(_ board: Board) throws {
        let bytes = Array(try stream(board)[13...])
        let whole = recognise(bytes)
        for chunks in chunkings(of: bytes.count) {
            var recogniser = OpenViewRecogniser()
            for chunk in chunks { recogniser.process(bytes[chunk]) }
            #expect(recogniser.recognition(isComplete: true, seconds: nil) == whole)
        }
        #expect(try profile(whole).board == board)
    }

    @Test func waitsForEnoughFrames() throws {
        let bytes = try stream(.healthypi5, seconds: 3)
        var recogniser = OpenViewRecogniser()
        var decided: Int?
        for frame in 0..<384 {
            recogniser.process(bytes[frame * 29..<frame * 29 + 29])
            let recognition = recogniser.recognition(isComplete: false, seconds: nil)
            switch recognition {
            case .undecided(let needed):
                #expect(decided == nil)
                // What is asked for is enough, but for the header of the frame behind it.
                #expect(needed > 0 && (frame + 1) * 29 + needed <= 258 * 29)
            case .recognised: decided = decided ?? frame + 1
            default: Issue.record("\(recognition)")
            }
        }
        #expect(decided == 256)
    }

    @Test func lessIsLessCertain() throws {
        let bytes = try stream(.healthypi4)
        var last = 0.0
        for frames in [1, 3, 8, 64, 300] {
            let found = try profile(recognise(Array(bytes[..<(27 * frames)])))
            #expect(found.board == .healthypi4)
            #expect(found.certainty > last)
            last = found.certainty
        }
    }

    @Test func singleFramesOfTheVectors() throws {
        for (name, board) in [
            ("hp5_type2_29B", Board.healthypi5), ("hp4_27B", .healthypi4),
            ("hp3_27B_leadoff_probeopen", .healthypi3), ("hp5_v1legacy_27B", .healthypi5Legacy),
            ("hp5_v1x_type3_57B", .healthypi5V1),
        ] {
            let found = try profile(recognise(try goldenFrame(name)))
            #expect(found.board == board)
            #expect(found.certainty < 0.75)
        }
    }

    @Test func rateTellsVersion2() throws {
        let bytes = try stream(.healthypi5V2, seconds: 4)
        #expect(try profile(recognise(bytes, seconds: 4)).board == .healthypi5V2)
        let five = try stream(.healthypi5, seconds: 4)
        let found = try profile(recognise(five, seconds: 4))
        #expect(found.board == .healthypi5)
        #expect(found.firmware == "Zephyr v2.0.4 or later")
        // A backlog made the rate look like 256; respiration says otherwise.
        #expect(try profile(recognise(five, seconds: 2)).board == .healthypi5)
    }

    @Test func withoutRespirationTheRateIsHalfKnown() throws {
        var encoder = try #require(OpenViewEncoder(board: .healthypi5))
        var bytes: [UInt8] = []
        for frame in 0..<400 {
            encoder.encode(
                [[Int32(frame) * 256], [0], [9], [9], [0]], status: BoardStatus(), into: &bytes)
        }
        let found = try profile(recognise(bytes))
        #expect(found.board == .healthypi5)
        #expect(found.certainty < 0.5)
        #expect(found.evidence.contains { $0.contains("frame rate is not known") })
        #expect(try profile(recognise(bytes, seconds: 400.0 / 256)).board == .healthypi5V2)
    }

    @Test func bothScalesOfSeparatePackets() throws {
        let early = try profile(recognise(try stream(.healthypi5V1, ecgIsTimes256: false)))
        #expect(early.firmware == "Zephyr v0.9.4-pre to v1.0.0")
        let late = try profile(recognise(try stream(.healthypi5V1, ecgIsTimes256: true)))
        #expect(late.firmware == "Zephyr v1.1.3")
        #expect(late.channels[0].scale.gain == 256 * early.channels[0].scale.gain)
        let chosen = try profile(
            recognise(try stream(.healthypi5V1, ecgIsTimes256: true), expecting: .healthypi5V1))
        #expect(chosen.channels == late.channels)
    }

    @Test func contradictionLeavesCounts() throws {
        // Multiples of 256 as Zephyr's, PPG as NEXT's; and the other way round.
        for bytes in [
            try stream(.healthypi5, ppg: 300_000), try stream(.healthypi5Next, ppg: 1_000),
        ] {
            let found = try profile(recognise(bytes))
            #expect(found.channels[0].unit == .counts)
            #expect(found.channels[0].scale == .identity)
            #expect(found.firmware == nil)
        }
        let chosen = try profile(recognise(try stream(.healthypi5Next), expecting: .healthypi5))
        #expect(chosen.board == .healthypi5)
        #expect(chosen.channels[0].unit == .counts)
    }

    @Test func flatECGHasNoScale() throws {
        var encoder = try #require(OpenViewEncoder(board: .healthypi5))
        var bytes: [UInt8] = []
        for frame in 0..<300 {
            encoder.encode(
                [[0], [Int32(frame / 2)], [9], [9], [0]], status: BoardStatus(), into: &bytes)
        }
        #expect(try profile(recognise(bytes)).channels[0].unit == .counts)
    }

    @Test func whatTheUserSaysIsKept() throws {
        for board in openViewBoards {
            let bytes = try stream(board)
            let found = try profile(recognise(bytes, expecting: board))
            #expect(found.board == board)
            #expect(found.evidence.first == "chosen by the user")
            #expect(board == .healthypi5V1 ? found.certainty > 0.95 : found.certainty == 1)
        }
        let other = recognise(try stream(.healthypi4), expecting: .healthypi5)
        guard case .unknown(let evidence) = other else {
            Issue.record("\(other)")
            return
        }
        #expect(evidence == ["375 frames of 27 bytes in a row, which a healthypi5 does not send"])
    }

    @Test func breakoutsThatLookAlikeAreAskedFor() throws {
        guard case .ambiguous(let nine, _) = recognise(try stream(.ads1292r)),
            case .ambiguous(let twelve, let evidence) = recognise(try stream(.ads1293))
        else {
            Issue.record("not ambiguous")
            return
        }
        #expect(nine == [.ads1292r])
        #expect(twelve == [.ads1293])
        #expect(evidence.contains { $0.contains("MAX30003") })
    }

    private func frames(_ type: UInt8, _ length: UInt8, payload: Int? = nil) -> [UInt8] {
        let body: [UInt8] = Array(repeating: 7, count: payload ?? Int(length))
        let frame = [0x0A, 0xFA, length, 0, type] + body + [0, 0x0B]
        return Array(repeating: frame, count: 40).flatMap { $0 }
    }

    @Test func refusesWhatCannotBeRead() throws {
        let network = try goldenFrame("hp6_openview_v2_50B")
        for (bytes, word) in [
            (frames(2, 22, payload: 62), "pre-release"), (frames(2, 40), "pre-release"),
            (frames(2, 19), "v1 or v2"), (frames(2, 6), "MAX86150"),
            (Array(repeating: network, count: 40).flatMap { $0 }, "HealthyPi 6"),
        ] {
            for isComplete in [false, true] {
                guard case .refused(let what, let remedy) = recognise(bytes, isComplete: isComplete)
                else {
                    Issue.record("\(word)")
                    continue
                }
                #expect(what.contains(word))
                #expect(remedy.hasSuffix("."))
            }
        }
    }

    @Test func bannersSayWhyThereIsNothing() {
        for (text, word) in [
            ("Setting up Healthy pI V4...\r\n0\r\nStarts in ble mode\r\n", "Bluetooth"),
            ("Starts in webserver mode\r\nEnter Soft AP Mode\r\n", "web-server"),
            ("ECG:12\r\nECG:-13\r\nECG:14\r\nECG:15\r\nECG:-1\r\n", "Serial Plotter"),
            ("1203,44.5\r\n1207,44.6\r\n1210,44.7\r\n1209,44.5\r\n", "Serial Plotter"),
            (String(repeating: "HR: -- bpm    SpO2: -- %    RR: --\r\n", count: 5), "Plotter"),
        ] {
            guard case .refused(let what, _) = recognise(Array(text.utf8)) else {
                Issue.record("\(text)")
                continue
            }
            #expect(what.contains(word))
        }
        guard case .unknown(let evidence) = recognise(OpenViewEncoder.bootBanner(.tinyGSR)) else {
            Issue.record("tinyGSR")
            return
        }
        #expect(evidence.contains { $0.contains("a tinyGSR") })
        #expect(
            recognise(OpenViewEncoder.bootBanner(.healthypi4), isComplete: false)
                == .undecided(bytesNeeded: 512))
    }

    @Test func bannerBeforeFramesDoesNotMatter() throws {
        for board in [Board.healthypi4, .healthypi5Legacy, .tinyGSR, .max30001] {
            let bytes = OpenViewEncoder.bootBanner(board) + (try stream(board))
            #expect(try profile(recognise(bytes)).board == board)
        }
    }

    @Test func noiseIsNothing() throws {
        var generator = SeededGenerator(seed: 7)
        var noise = (0..<50_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard case .unknown = recognise(noise) else {
            Issue.record("noise")
            return
        }
        noise.insert(contentsOf: try goldenFrame("hp4_27B"), at: 30_000)
        noise.insert(contentsOf: try goldenFrame("hp4_27B"), at: 30_000)
        guard case .unknown(let evidence) = recognise(noise) else {
            Issue.record("scattered")
            return
        }
        #expect(evidence.last?.hasPrefix("2 scattered frames of 27 bytes, and ") == true)
        #expect(recognise([], isComplete: false) == .undecided(bytesNeeded: 512))
    }
}
