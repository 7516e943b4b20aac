import Biosignals
import Testing

@testable import Agent

struct SimulatedTableTests {
    private let channels = [
        Channel(
            name: "ecg", role: .ecg, unit: .millivolt, unitText: "mV", rate: 500),
        Channel(name: "ppg_red", role: .ppg, unit: .counts, unitText: "counts", rate: 250),
    ]

    @Test func aRowForEachInstantAtWhichAnyChannelHasASample() {
        var table = SampleTable(channels: channels)
        var text = table.header
        text += table.append([
            SignalBlock(channel: 0, start: 0, samples: [0.5, -0.25, 0.1]),
            SignalBlock(channel: 1, start: 0, samples: [900_000, -1]),
        ])
        text += table.finish()
        #expect(
            text == """
                time_s,ecg_mV,ppg_red_counts
                0,0.5,900000
                0.002,-0.25,
                0.004,0.1,-1

                """)
    }

    @Test func theSameAsJSONLines() {
        var table = SampleTable(channels: channels, format: .jsonLines)
        var text = table.header
        text += table.append([
            SignalBlock(channel: 1, start: 1, samples: [7]),
            SignalBlock(channel: 0, start: 1, samples: [1e-7, 3]),
        ])
        text += table.finish()
        #expect(
            text == """
                {"time_s":0.002,"ecg_mV":1e-07}
                {"time_s":0.004,"ecg_mV":3,"ppg_red_counts":7}

                """)
    }

    @Test func numbersReadBackAsTheSameValue() throws {
        let odd = Channel(
            name: "ppg", role: .ppg, unit: .counts, unitText: "counts", rate: Hertz(1_000 / 14.0))
        var generator = SplitMix64(seed: 4)
        let samples = (0..<500).map { _ in Double.random(in: -1e6...1e6, using: &generator) }
        var table = SampleTable(channels: [odd])
        let text =
            table.append([SignalBlock(channel: 0, start: 9, samples: samples)]) + table.finish()
        let rows = text.split(separator: "\n").map { $0.split(separator: ",") }
        #expect(rows.map { Double($0[1]) } == samples)
        #expect(rows.map { Double($0[0]) } == (9..<509).map { Double($0) / (1_000 / 14.0) })
    }

    /// Whatever the cut, and whichever channel comes first.
    @Test(arguments: [1, 3, 16, 500])
    func rowsDoNotDependOnTheCut(_ size: Int) {
        let ecg = (0..<1_000).map { Double($0) }
        let ppg = (0..<500).map { Double(-$0) }
        func text(_ blocks: [[SignalBlock]]) -> String {
            var table = SampleTable(channels: channels)
            var text = ""
            for piece in blocks { text += table.append(piece) }
            return text + table.finish()
        }
        let whole = text([
            [
                SignalBlock(channel: 0, start: 0, samples: ecg),
                SignalBlock(channel: 1, start: 0, samples: ppg),
            ]
        ])
        let pieces = stride(from: 0, to: 500, by: size).map { start -> [SignalBlock] in
            let end = min(start + size, 500)
            return [
                SignalBlock(channel: 1, start: start, samples: Array(ppg[start..<end])),
                SignalBlock(channel: 0, start: 2 * start, samples: Array(ecg[2 * start..<2 * end])),
            ]
        }
        #expect(text(pieces) == whole)
        #expect(whole.split(separator: "\n").count == 1_000)
    }

    @Test func rowsWaitForTheSlowerChannelButNotForEver() {
        var table = SampleTable(channels: channels)
        let minute = [Double](repeating: 1, count: 30_000)
        #expect(table.append([SignalBlock(channel: 0, start: 0, samples: [1, 2])]) == "")
        // The other channel is 30 s behind, and more: half of the minute comes.
        let rows = table.append([SignalBlock(channel: 0, start: 2, samples: minute)])
        #expect(rows.split(separator: "\n").count == 15_002)
        #expect(table.rows(before: 30.006).split(separator: "\n").count == 1)
    }

    @Test func gapsAreNoRows() {
        var table = SampleTable(channels: [channels[0]])
        let text = table.append([
            SignalBlock(channel: 0, start: 0, samples: [1]),
            SignalBlock(channel: 0, start: 500, samples: [2]),
        ])
        #expect(text + table.finish() == "0,1\n1,2\n")
    }

    @Test func namesThatWouldBreakTheTableAreQuoted() {
        let odd = Channel(
            name: "a,\"b\"", role: nil, unit: .counts, unitText: "", rate: 1)
        #expect(SampleTable(channels: [odd]).header == "time_s,\"a,\"\"b\"\"_counts\"\n")
        var table = SampleTable(channels: [odd], format: .jsonLines)
        let text = table.append([SignalBlock(channel: 0, start: 0, samples: [1])]) + table.finish()
        #expect(text == "{\"time_s\":0,\"a,\\\"b\\\"_counts\":1}\n")
    }
}
