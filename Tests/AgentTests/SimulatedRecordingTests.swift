import Acquisition
import Biosignals
import DeviceProtocols
import Foundation
import TestKit
import Testing

@testable import Agent

struct SimulatedRecordingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A CSV recording of columns at `rate`, and its path.
    private func recording(
        _ header: String, rate: Double, rows: Int, _ row: (Double) -> [Double?]
    ) throws -> String {
        var text = "time_s,\(header)\n"
        for index in 0..<rows {
            let seconds = Double(index) / rate
            let cells = row(seconds).map { $0.map { "\($0)" } ?? "" }
            text += "\(seconds),\(cells.joined(separator: ","))\n"
        }
        return try folder.write(text, to: "recording.csv")
    }

    private func stream(
        _ board: Board, _ path: String, isLooped: Bool = false
    ) throws -> BoardStream {
        let model = BoardModel(board)
        let (feeds, places) = model.feeds
        let limits = feeds.indices.map { feed in
            model.channels[places.firstIndex(of: feed) ?? 0].limits
        }
        let supply = try RecordingSupply(
            opening: path, options: RecordingOptions(), isLooped: isLooped, feeds: feeds,
            counts: limits, clockFactor: 1)
        return BoardStream(model: model, supply: supply, plan: FaultPlan(), seed: 1)
    }

    @Test func millivoltsStayMillivoltsAtTheBoardsRate() throws {
        let path = try recording("ecg_mV", rate: 250, rows: 2_500) { [sin(2 * .pi * 3 * $0)] }
        var stream = try stream(.healthypi5, path)
        #expect(stream.isFed == [true, false, false, false, false])
        let frames = try stream.frames(lasting: 100)
        // 10 s, then nothing.
        #expect((1_279...1_281).contains(frames.count))
        let ecg = frames.flatMap(\.samples).filter { $0.channel == 0 }.flatMap(\.samples)
        for index in 60..<1_220 {
            #expect(abs(ecg[index] - sin(2 * .pi * 3 * Double(index) / 128)) < 0.01)
        }
        // What the recording does not have is sent as zeros.
        let rest = frames.flatMap(\.samples).filter { (1...3).contains($0.channel) }
        #expect(rest.flatMap(\.samples).allSatisfy { $0 == 0 })
    }

    @Test func countsThatTheBoardCanSendAreSentAsTheyAre() throws {
        let path = try recording("ppg_ir_counts", rate: 125, rows: 1_250) {
            [(950_000 + 20_000 * sin(2 * .pi * $0)).rounded()]
        }
        var stream = try stream(.healthypi4, path)
        let ir = try stream.frames(lasting: 9).flatMap(\.samples).filter { $0.channel == 2 }
            .flatMap(\.samples)
        let sent = (0..<ir.count).map {
            (950_000 + 20_000 * sin(2 * .pi * Double($0) / 125)).rounded()
        }
        #expect(ir == sent)
        #expect(ir.count == 1_125)
    }

    @Test func countsThatItCannotSendAreStretchedToAUsualHeight() throws {
        let path = try recording("ppg_ir_counts", rate: 125, rows: 1_250) {
            [(30_000 + 100 * sin(2 * .pi * $0)).rounded() / 65_536]
        }
        var stream = try stream(.healthypi5, path)
        let ir = try stream.frames(lasting: 9).flatMap(\.samples).filter { $0.channel == 2 }
            .flatMap(\.samples)
        let (low, high) = try (#require(ir.min()), #require(ir.max()))
        #expect((100...135).contains(high - low))
        #expect((3_400...3_600).contains(low))
        // Up stays up.
        #expect(ir[32] > ir[96] + 90)
    }

    @Test func aTemperatureIsSentOnlyWhereOneWasRecorded() throws {
        func temperatures(_ header: String) throws -> [Double] {
            let path = try recording(header, rate: 125, rows: 1_250) { [sin($0), 31.25] }
            var stream = try stream(.healthypi3, path)
            return try stream.frames(lasting: 5).flatMap(\.samples).filter { $0.channel == 4 }
                .flatMap(\.samples)
        }
        let recorded = try temperatures("ecg_mV,temp_degC")
        #expect(recorded.count == 625)
        #expect(recorded.allSatisfy { $0 == 31.25 })
        #expect(try temperatures("ecg_mV,other").isEmpty)
    }

    @Test func aGapIsAFlatLine() throws {
        let path = try recording("ecg_mV", rate: 125, rows: 1_250) {
            (4..<6).contains($0) ? [nil] : [$0 < 4 ? 1 : -1]
        }
        var stream = try stream(.healthypi3, path)
        let ecg = try stream.frames(lasting: 9).flatMap(\.samples).filter { $0.channel == 0 }
            .flatMap(\.samples)
        #expect(ecg.count == 1_125)
        #expect(ecg[500..<740].allSatisfy { abs($0 - 1) < 0.1 })
        #expect(ecg[760...].allSatisfy { abs($0 + 1) < 0.1 })
    }

    @Test func aLoopGoesOnWithoutAStepInTime() throws {
        // 2 s of a wave that fits in whole.
        let path = try recording("ecg_mV", rate: 125, rows: 250) { [sin(2 * .pi * 2 * $0)] }
        var stream = try stream(.healthypi3, path, isLooped: true)
        let ecg = try stream.frames(lasting: 11).flatMap(\.samples).filter { $0.channel == 0 }
            .flatMap(\.samples)
        #expect(ecg.count == 1_375)
        for index in ecg.indices {
            #expect(abs(ecg[index] - sin(2 * .pi * 2 * Double(index) / 125)) < 0.004)
        }
    }

    @Test func aRecordingWithoutAnyUseIsRefused() throws {
        let path = try recording("temp_degC", rate: 4, rows: 100) { _ in [33] }
        var options = SimulationOptions(
            boards: [.healthypi5],
            signal: .recording(path: path, RecordingOptions(), isLooped: false))
        do {
            _ = try BoardSimulator(options)
            Issue.record("It was taken.")
        } catch {
            #expect("\(error)".contains("has no channel that these boards measure; it has temp"))
        }
        options.signal = .recording(
            path: folder.path + "/none", RecordingOptions(), isLooped: false)
        #expect(throws: SimulationError.self) { try BoardSimulator(options) }
    }
}
