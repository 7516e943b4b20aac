import Acquisition
import Biosignals
import DeviceProtocols
import TestKit
import Testing

@testable import Agent

/// The frames that a simulated board makes, without a terminal and without a clock.
struct SimulatedStreamTests {
    @Test(arguments: Board.allCases)
    func bytesDecodeToTheSamplesThatWereSent(_ board: Board) throws {
        var stream = try syntheticStream(board)
        let frames = try stream.frames(lasting: 16)
        var output = DeviceOutput()
        var decoder = BoardDecoder(profile: stream.model.profile)
        decoder.decode(frames.flatMap(\.bytes)[...], into: &output)
        decoder.finish(into: &output)
        #expect(output.frames == frames.count)
        #expect(output.skips.isEmpty)
        #expect(output.losses.isEmpty)
        let channels = stream.model.profile.channels.count
        #expect(
            joined(output.blocks, channels) == joined(frames.flatMap(\.samples), channels))
    }

    @Test(arguments: Board.allCases)
    func framesComeInOrderAtTheBoardsRate(_ board: Board) throws {
        var stream = try syntheticStream(board)
        let frames = try stream.frames(lasting: 16)
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.due <= $1.due })
        #expect(frames.map(\.number) == Array(frames.indices))
        for (channel, told) in stream.model.profile.channels.enumerated() {
            let blocks = frames.flatMap(\.samples).filter { $0.channel == channel }
            guard let last = blocks.last else { continue }
            // No sample is sent before it is taken, or more than a burst after it.
            #expect(Double(last.end - 1) / told.rate.value <= frames.last!.due + 1e-9)
            #expect(abs(Double(last.end) / told.rate.value - 16) < 0.2)
        }
    }

    @Test func theSameSeedMakesTheSameBytes() throws {
        var plan = FaultPlan()
        (plan.byteDrop, plan.bitFlip, plan.tear) = (1e-3, 1e-4, 0.01)
        func bytes(_ seed: UInt64) throws -> [UInt8] {
            var stream = try syntheticStream(.healthypi5, plan: plan, seed: seed)
            return try stream.frames(lasting: 4).flatMap(\.bytes)
        }
        #expect(try bytes(7) == bytes(7))
        #expect(try bytes(7) != bytes(8))
    }

    /// HealthyPi 5, Zephyr: the PPG is read every 14 ms and held, respiration 64 times a second.
    @Test func heldValuesChangeWhenTheSensorIsRead() throws {
        var stream = try syntheticStream(.healthypi5)
        let blocks = try stream.frames(lasting: 20).flatMap(\.samples)
        let ppg = blocks.filter { $0.channel == 2 }.flatMap(\.samples)
        let resp = blocks.filter { $0.channel == 1 }.flatMap(\.samples)
        #expect(stride(from: 0, to: resp.count - 1, by: 2).allSatisfy { resp[$0] == resp[$0 + 1] })
        #expect(stride(from: 1, to: resp.count - 1, by: 2).contains { resp[$0] != resp[$0 + 1] })
        for frame in 1..<ppg.count where ppg[frame] != ppg[frame - 1] {
            // Readings at n · 14 ms: one lies in (frame − 1, frame] / 128 s.
            let latest = (Double(frame) / 128 / 0.014).rounded(.down) * 0.014
            #expect(latest > Double(frame - 1) / 128)
        }
        let changes = (1..<ppg.count).count { ppg[$0] != ppg[$0 - 1] }
        #expect(changes > 1_000 && changes <= 1_429)
    }

    @Test func moreBloodIsALowerCount() throws {
        var stream = try syntheticStream(.healthypi4, tellsEvents: true)
        let frames = try stream.frames(lasting: 20)
        let feet = stream.takeEvents().filter { $0.kind == .pulseFoot && $0.seconds > 1 }
        let ir = frames.flatMap(\.samples).filter { $0.channel == 2 }.flatMap(\.samples)
        // The summit comes 0.11 s after the foot.
        let falls = feet.dropLast(2).filter { foot in
            ir[Int((foot.seconds + 0.11) * 125)] < ir[Int(foot.seconds * 125)] - 5_000
        }
        #expect(feet.count > 15)
        #expect(falls.count == feet.count - 2)
    }

    @Test func aFastClockTakesMoreSamplesOfTheSameBody() throws {
        var plan = FaultPlan()
        plan.skew = 10_000
        var fast = try syntheticStream(.healthypi6, plan: plan, tellsEvents: true)
        var right = try syntheticStream(.healthypi6, tellsEvents: true)
        let ecg = try fast.frames(lasting: 20.2).flatMap(\.samples).filter { $0.channel == 0 }
            .flatMap(\.samples)
        _ = try right.frames(lasting: 20)
        let beats = right.takeEvents().filter { $0.kind == .rPeak && $0.seconds > 1 }
        #expect(beats.count > 15)
        for beat in beats {
            // By the board's clock every beat is a hundredth later.
            let place = Int((beat.seconds * 1.01 * 500).rounded())
            let around = (place - 25)...(place + 25)
            let top = around.max { ecg[$0] < ecg[$1] } ?? 0
            #expect(abs(top - place) <= 2)
        }
    }

    @Test func leadOffIsToldAsTheBoardTellsIt() throws {
        var plan = FaultPlan()
        plan.leadOff = FaultPlan.Interval(every: 4, lasting: 2)
        var stream = try syntheticStream(.healthypi3, plan: plan)
        let frames = try stream.frames(lasting: 8)
        var output = DeviceOutput()
        var decoder = BoardDecoder(profile: stream.model.profile)
        decoder.decode(frames.flatMap(\.bytes)[...], into: &output)
        decoder.finish(into: &output)
        #expect(
            output.contacts == [
                ElectrodeContact(electrode: "ecg", isOff: true, seconds: 4),
                ElectrodeContact(electrode: "ecg", isOff: false, seconds: 6),
            ])
        #expect(joined(output.blocks, 5) == joined(frames.flatMap(\.samples), 5))
        let ecg = frames.flatMap(\.samples).filter { $0.channel == 0 }.map(\.start)
        #expect(ecg == Array(0..<500) + Array(750..<1_000))
    }

    @Test func leadOffDrivesRawConvertersToTheirEnd() throws {
        var plan = FaultPlan()
        plan.leadOff = FaultPlan.Interval(every: 4, lasting: 2)
        var stream = try syntheticStream(.healthypi5, plan: plan)
        let ecg = try stream.frames(lasting: 8).flatMap(\.samples).filter { $0.channel == 0 }
            .flatMap(\.samples)
        // 131,071 of 131,072 · 80 steps a volt.
        #expect(ecg[512..<768].allSatisfy { abs($0 - 12.4999) < 1e-4 })
        #expect(ecg[..<512].allSatisfy { abs($0) < 3 })
        #expect(ecg[768...].allSatisfy { abs($0) < 3 })
    }

    /// Two resistors make of a simulated tinyGSR's counts the conductance that was simulated: 120 kΩ
    /// gives −1,650 counts and 300 kΩ gives 1,320, 3,300 mV · (R / (200 + R) − 1/2) / 0.25 mV.
    @Test func tinyGSRIsCalibratedByTwoResistors() throws {
        let skin = BoardModel(.tinyGSR).channels[0]
        func counts(_ microsiemens: Double) -> Double {
            Double(skin.counts(microsiemens, isInCounts: false))
        }
        #expect(counts(1_000 / 120) == -1_650)
        #expect(counts(1_000 / 300) == 1_320)
        #expect(counts(5) == 0)
        let calibration = try TwoPointCalibration(
            .init(kiloohms: 120, counts: -1_650), .init(kiloohms: 300, counts: 1_320))
        // From end to end of the converter's range; half a count is 0.003 µS at most.
        for step in 264...949 {
            let truth = Double(step) / 100
            let found = try #require(calibration.conductance(counts(truth)))
            expect(found.value, isClose: truth, within: 0.003)
            #expect(counts(truth + 0.01) < counts(truth))
        }
        // Beyond them it is clipped, and without skin it is at the upper end.
        for beyond in [9.6, 10, 1e9, .infinity] { #expect(counts(beyond) == -2_048) }
        for beyond in [2.5, 2, 0, -1] { #expect(counts(beyond) == 2_047) }
        #expect(skin.leadOff == 2_047)
    }

    /// Somebody at rest stays within what the circuit can show.
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func aPersonsSkinIsWithinTheConvertersRange(_ seed: UInt64) throws {
        var stream = try syntheticStream(.tinyGSR, seed: seed)
        let counts = try stream.frames(lasting: 300).flatMap(\.samples).flatMap(\.samples)
        #expect(counts.count == 33_000)
        #expect(counts.allSatisfy { (-2_000...2_000).contains($0) })
    }

    @Test func silencedFramesAreMadeAndNotSent() throws {
        var plan = FaultPlan()
        plan.silence = FaultPlan.Interval(every: 3, lasting: 1)
        var stream = try syntheticStream(.tinyGSR, plan: plan)
        let frames = try stream.frames(lasting: 6)
        #expect(frames.count == 660)
        #expect(frames.filter(\.isSilenced).map(\.number) == Array(330..<440))
    }

    @Test func twoBoardsShowOnePerson() throws {
        var first = try syntheticStream(.healthypi5, tellsEvents: true)
        var second = try syntheticStream(.tinyGSR, tellsEvents: true)
        _ = try first.frames(lasting: 30)
        _ = try second.frames(lasting: 30)
        let (heart, skin) = (first.takeEvents(), second.takeEvents())
        let count = min(heart.count, skin.count)
        #expect(count > 60)
        #expect(heart.prefix(count) == skin.prefix(count))
    }

    @Test func vitalsAreToldByBoardsThatHaveThem() throws {
        var stream = try syntheticStream(.healthypi5Next)
        let frames = try stream.frames(lasting: 30)
        let late = try #require(frames.last).bytes
        // SpO2, heart rate and respiration rate of the payload, which begins at 5.
        #expect(late[5 + 19] == 97)
        #expect((50...80).contains(late[5 + 20]))
        #expect((11...19).contains(late[5 + 21]))
        // Released Zephyr firmware has zeros there.
        var zephyr = try syntheticStream(.healthypi5)
        let zeros = try zephyr.frames(lasting: 30).flatMap { $0.bytes[22...26] }
        #expect(zeros.allSatisfy { $0 == 0 })
    }
}

func syntheticStream(
    _ board: Board, plan: FaultPlan = FaultPlan(), seed: UInt64 = 1, tellsEvents: Bool = false
) throws -> BoardStream {
    let model = BoardModel(board)
    let supply = try SyntheticSupply(
        feeds: model.feeds.all, seed: seed, clockFactor: plan.clockFactor)
    return BoardStream(
        model: model, supply: supply, plan: plan, seed: seed, tellsEvents: tellsEvents)
}

extension BoardStream {
    /// Those due before `seconds` of the board's clock.
    mutating func frames(lasting seconds: Double) throws -> [BoardFrame] {
        var frames: [BoardFrame] = []
        while let frame = try next(), frame.due < seconds { frames.append(frame) }
        return frames
    }
}

/// Each channel's samples by their index.
func joined(_ blocks: [SignalBlock], _ channels: Int) -> [[Int: Double]] {
    var samples = [[Int: Double]](repeating: [:], count: channels)
    for block in blocks {
        for (offset, value) in block.samples.enumerated() {
            samples[block.channel][block.start + offset] = value
        }
    }
    return samples
}
