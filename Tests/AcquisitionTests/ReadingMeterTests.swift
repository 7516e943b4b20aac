import Biosignals
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Acquisition

@Suite struct ReadingMeterTests {
    private final class Seen: Sendable {
        private let positions = Mutex<[ReadingMeter.Position]>([])
        var all: [ReadingMeter.Position] { positions.withLock { $0 } }
        func take(_ position: ReadingMeter.Position) { positions.withLock { $0.append(position) } }
    }

    private func read(_ path: String, passes: Int, _ seen: Seen) throws {
        let meter = ReadingMeter { seen.take($0) }
        meter.expect(passes: passes)
        var options = RecordingOptions()
        options.meter = meter
        for _ in 0..<passes {
            let reader = try RecordingReader(opening: path, options: options)
            var blocks: [SignalBlock] = []
            while try reader.next(into: &blocks) { blocks.removeAll() }
        }
    }

    /// 61 frames at 250 Hz, read once and three times: never back, to the end.
    @Test(arguments: [1, 3])
    func severalPassesAreOneWay(_ passes: Int) throws {
        let seen = Seen()
        try read(
            packageRoot() + "/Tests/RecordingsTests/Golden/golden_16.hea", passes: passes, seen)
        let seconds = seen.all.map(\.seconds)
        #expect(zip(seconds, seconds.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(abs((seconds.last ?? 0) - 61.0 / 250) < 1e-9)
        #expect(seen.all.allSatisfy { $0.secondsTotal == 61.0 / 250 && $0.name == "golden_16" })
    }

    /// A table does not say how long it is; the share of its bytes does.
    @Test func aTableIsExpectedToGoOnAsItBegan() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<40_000).map { "\(Double($0) / 100),0.125\n" }.joined()
        let path = try folder.write("long.csv", "time_s,ecg_mV\n" + rows)
        let seen = Seen()
        try read(path, passes: 1, seen)
        #expect(seen.all.count > 3)
        for position in seen.all {
            #expect(abs((position.secondsTotal ?? 0) - 400) < 40)
        }
        #expect(abs((seen.all.last?.seconds ?? 0) - 400) < 1e-6)
    }
}
