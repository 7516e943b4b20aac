import Biosignals
import TestKit
import Testing

@testable import Recordings

@Suite struct E4Tests {
    private func head(_ text: String) throws -> E4Head? {
        try E4Head(firstBytes: Array(text.utf8), file: "BVP.csv")
    }

    private func failure(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func theFirstRowsAreStartAndRate() throws {
        let found = try head("1544027337.250000\r\n64.000000\r\n-1.5\r\n")
        #expect(found?.start.millisecondsSince1970 == 1_544_027_337_250 && found?.rate == 64)
        #expect(try head("1544027337, 1544027337\n32, 32\n1,2\n")?.rate == 32)
        #expect(try head("") == nil)
        #expect(try head("1544027337.0\n64.0\n") == nil)
    }

    @Test func whatIsWrongIsSaid() {
        #expect(
            failure { _ = try head("start\n64\n1\n") }
                == "Cannot read the E4 file (BVP.csv, line 1): its first row, \"start\", is not a "
                + "start in seconds since 1970. Take the file as the wristband exported it.")
        #expect(
            failure { _ = try head("1544027337\n0\n1\n") }
                == "Cannot read the E4 file (BVP.csv, line 2): its second row, \"0\", is not a "
                + "sampling rate. Take the file as the wristband exported it.")
        #expect(
            failure {
                var decoder = E4SignalDecoder(file: .acc, place: (0, 0), name: "ACC.csv")
                var blocks: [SignalBlock] = []
                try decoder.decode(Array("1,1,1\n2,2,2\n64,0,0\n1,2\n".utf8), into: &blocks)
            }
                == "Cannot read the E4 file (ACC.csv, line 4): the row has 2 cells instead of 3. "
                + "Correct the row, or export again.")
        #expect(
            failure {
                var decoder = E4SignalDecoder(file: .eda, place: (0, 0), name: "EDA.csv")
                var blocks: [SignalBlock] = []
                try decoder.decode(Array("1\n4\n0.5\nx\n".utf8), into: &blocks)
            }
                == "Cannot read the E4 file (EDA.csv, line 4): a cell is not a number. Correct the "
                + "row, or export again.")
    }

    @Test(arguments: chunkings(of: 28))
    func accelerationsAreInG(_ chunks: [Range<Int>]) throws {
        let bytes = Array("1,1,1\n32,32,32\n64,-32,1\n0,,2".utf8)
        #expect(bytes.count == 28)
        var decoder = E4SignalDecoder(file: .acc, place: (2, 10), name: "ACC.csv")
        var blocks: [SignalBlock] = []
        for chunk in chunks { try decoder.decode(Array(bytes[chunk]), into: &blocks) }
        try decoder.finish(into: &blocks)
        var found: [Int: [Int: Double]] = [:]
        for block in blocks {
            for (offset, value) in block.samples.enumerated() {
                found[block.channel, default: [:]][block.start + offset] = value
            }
        }
        #expect(
            found == [2: [10: 1, 11: 0], 3: [10: -0.5], 4: [10: 1.0 / 64, 11: 2.0 / 64]])
    }

    @Test func filesStandOnOneTime() throws {
        let bvp = try #require(try head("1000.0\n64\n1\n"))
        let eda = try #require(try head("1002.0\n4\n1\n"))
        let plan = try E4Plan(files: [(.bvp, bvp), (.eda, eda)], folder: "f")
        #expect(plan.channels.map(\.name) == ["BVP", "EDA"])
        #expect(plan.channels.map(\.role) == [.ppg, .eda])
        #expect(plan.places.map { $0.samplesBefore } == [0, 8])
        #expect(plan.start.millisecondsSince1970 == 1_000_000 && plan.notices.isEmpty)
        let late = try #require(try head("900000.0\n4\n1\n"))
        #expect(
            failure { _ = try E4Plan(files: [(.bvp, bvp), (.eda, late)], folder: "f") }
                == "Cannot read the E4 file (f/EDA.csv): it begins more than a week after the "
                + "folder's first file. Put the files of one session into a folder of their own.")
    }

    @Test func theBandsOwnBeatsKeepTheirGaps() throws {
        let text = "1000.0, IBI\r\n10.0,0.5\r\n10.75,0.75\r\n20.0,1.0\r\n"
        #expect(E4Intervals.recognise(firstBytes: Array(text.utf8)))
        #expect(!E4Intervals.recognise(firstBytes: Array("time,IBI\n".utf8)))
        let found = try E4Intervals.decode(Array(text.utf8), file: "IBI.csv")
        #expect(found.milliseconds == [500, 750, 1_000])
        #expect(found.followsPrevious == [false, true, false])
        #expect(
            failure { _ = try E4Intervals.decode(Array("1, IBI\n2,-1\n".utf8), file: "IBI.csv") }
                == "Cannot read the E4 file (IBI.csv, line 2): the row is not a time and an "
                + "interval in seconds, both above 0 and forward in time. Correct the row, or "
                + "export again.")
    }

    @Test func damageIsSurvived() {
        let text = Array("1000.0,1000.0,1000.0\n32,32,32\n1,2,3\n4,5,6\n,,\n7,8,9\n".utf8)
        let beats = Array("1000.0, IBI\n1,0.5\n2,0.75\n".utf8)
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            for (bytes, isBeats) in [(text, false), (beats, true)] {
                var bytes = bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                        in: .min ... .max, using: &random)
                }
                bytes.removeLast(Int.random(in: 0..<8, using: &random))
                do {
                    if isBeats {
                        let found = try E4Intervals.decode(bytes, file: "f")
                        #expect(found.milliseconds.allSatisfy { $0 > 0 && $0.isFinite })
                        continue
                    }
                    _ = try E4Head(firstBytes: bytes, file: "f")
                    var decoder = E4SignalDecoder(file: .acc, place: (0, 0), name: "f")
                    var blocks: [SignalBlock] = []
                    try decoder.decode(bytes, into: &blocks)
                    try decoder.finish(into: &blocks)
                    #expect(blocks.allSatisfy { $0.samples.allSatisfy(\.isFinite) })
                } catch {
                    #expect(!"\(error)".contains("\n"))
                }
            }
        }
    }
}
