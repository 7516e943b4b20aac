import Biosignals
import TestKit
import Testing

@testable import Recordings

@Suite struct CSVDecoderTests {
    private struct Outcome {
        var layout: CSVLayout
        var blocks: [SignalBlock]
        var error: RecordingError?

        func samples(_ channel: Int) -> [Int: Double] {
            assembled(blocks, channels: layout.channels.count)[channel]
        }
    }

    private func read(
        _ text: String, rate: Hertz? = nil, map: [ChannelRole: String] = [:],
        sidecar: CSVSidecarFacts = CSVSidecarFacts(), chunking: Int = 0
    ) throws(RecordingError) -> Outcome {
        let bytes = Array(text.utf8)
        let layout = try CSVLayout(
            firstBytes: bytes, isWhole: true, sidecar: sidecar,
            hints: RecordingHints(map: map, rate: rate), file: "r.csv")
        var decoder = CSVDecoder(layout: layout, file: "r.csv")
        var outcome = Outcome(layout: layout, blocks: [])
        do {
            for chunk in chunkings(of: bytes.count)[chunking] {
                try decoder.decode(Array(bytes[chunk]), into: &outcome.blocks)
            }
            try decoder.finish(into: &outcome.blocks)
        } catch {
            outcome.error = error
        }
        return outcome
    }

    private func failure(_ text: String, rate: Hertz? = 100) -> String? {
        do {
            return try read(text, rate: rate).error?.description
        } catch {
            return error.description
        }
    }

    @Test(arguments: 0..<4) func readsColumnsWithUnitsHoweverCut(_ chunking: Int) throws {
        let text =
            "\u{FEFF}time_s,\"ecg_mV\",eda [nS],skin temp (degF),ppg_red_counts\r\n"
            + "0.00,1.5,2000,32,7\r\n0.01,-2e0,,50,8\r\n\r\n0.02,.25,3000,68,9"
        let found = try read(text, chunking: chunking)
        #expect(found.error == nil)
        let channels = found.layout.channels
        #expect(channels.map(\.name) == ["ecg", "eda", "skin temp", "ppg_red"])
        #expect(channels.map(\.role) == [.ecg, .eda, .temperature, .ppg])
        #expect(channels.map(\.unit) == [.millivolt, .microsiemens, .degreesCelsius, .counts])
        #expect(channels.map(\.unitText) == ["mV", "nS", "degF", "counts"])
        #expect(found.layout.rate == 100)
        #expect(found.samples(0) == [0: 1.5, 1: -2, 2: 0.25])
        #expect(found.samples(1) == [0: 2, 2: 3])
        let celsius = found.samples(2)
        for (index, expected) in [0.0, 10, 20].enumerated() {
            expect(try #require(celsius[index]), isClose: expected, within: 1e-12)
        }
    }

    @Test(arguments: [",", ";", "\t"]) func findsTheDelimiter(_ mark: String) throws {
        let text = ["t\(mark)ecg_uV", "0\(mark)1000", "0.5\(mark)2000"].joined(separator: "\n")
        let found = try read(text)
        #expect(found.layout.rate == 2)
        #expect(found.samples(0) == [0: 1, 1: 2])
    }

    @Test func decimalCommaWhereSemicolonsSeparate() throws {
        let found = try read("ecg_mV;eda_uS\n1,5;2,25\n", rate: 10)
        #expect(found.samples(0) == [0: 1.5] && found.samples(1) == [0: 2.25])
    }

    /// 360 Hz written to the millisecond: steps of 2 and 3 ms. 400 rows span 1.108 s, so the rate is
    /// known to 360 × 0.001 / 1.108 = 0.3 Hz, and a whole number lies within.
    @Test func rateFromRoundedTimes() throws {
        var text = "time_s,ecg_mV\n"
        for row in 0..<400 {
            let milliseconds = Int((Double(row) * 1_000 / 360).rounded())
            let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
            text += "\(milliseconds / 1_000).\(fraction),0.5\n"
        }
        let found = try read(text)
        #expect(found.layout.rate == 360 && found.error == nil)
        #expect(found.samples(0).count == 400)
    }

    @Test func stepOverOneAndAHalfPeriodsIsAGap() throws {
        let found = try read("time_ms,ecg_mV\n0,1\n10,2\n20,3\n30,4\n60,5\n70,6\n")
        #expect(found.layout.rate == 100)
        #expect(found.samples(0) == [0: 1, 1: 2, 2: 3, 3: 4, 6: 5, 7: 6])
        let ranges = found.blocks.map { $0.start..<$0.end }
        #expect(ranges == [0..<4, 6..<8])
    }

    @Test func timeThatStandsStillOrRunsUnevenlyIsAnError() throws {
        let still = try read("t,ecg\n0,1\n0.01,2\n0.02,3\n0.02,4\n")
        #expect(still.samples(0) == [0: 1, 1: 2, 2: 3])
        #expect(
            still.error?.description
                == "Cannot read the CSV file (r.csv, line 5, column \"t\"): time does not go "
                + "forward. Correct the column, or pass --rate HZ to ignore it.")
        let uneven = try read("t,ecg\n0,1\n0.01,2\n0.02,3\n0.022,4\n")
        #expect(uneven.error?.problem == .timeIrregular)
        let asked = try read("t,ecg\n0,1\n0.01,2\n0.02,3\n0.022,4\n", rate: 100)
        #expect(asked.error == nil && asked.samples(0).count == 4)
        #expect(asked.layout.notices[0] == "time column ignored: read at 100.0 Hz as asked")
    }

    @Test(arguments: [
        ("NaN", "the cell says NaN"), ("-inf", "the cell says -inf"),
        ("1e999", "the cell says a number too large"), ("0x10", "the cell is not a number"),
        ("1.2.3", "the cell is not a number"), ("fifteen", "the cell is not a number"),
    ])
    func badCellIsAnErrorAfterTheSoundRows(_ cell: String, _ why: String) throws {
        let found = try read("ecg_mV,eda_uS\n1,2\n3,\(cell)\n5,6\n", rate: 100)
        #expect(found.samples(0) == [0: 1] && found.samples(1) == [0: 2])
        #expect(
            found.error?.description
                == "Cannot read the CSV file (r.csv, line 3, column \"eda_uS\"): \(why). "
                + "Leave the cell empty where a sample is missing.")
    }

    @Test(arguments: [
        ("", "(r.csv): it holds no samples. Check that this is the right file."),
        ("ecg_mV\n", "(r.csv): it holds no samples. Check that this is the right file."),
        (
            "1,2\n3,4\n",
            "(r.csv, line 1): its first row names no columns. Name them there (ecg_mV, time_s) or in "
                + "a sidecar .json under \"Columns\"."
        ),
        (
            "time_s\n1\n2\n",
            "(r.csv, line 1): no column holds a signal. Name a column after its signal and unit, such "
                + "as ecg_mV."
        ),
        (
            "ecg,eda\n1,2\n3\n",
            "(r.csv, line 3): the row has 1 cells, the first row 2. Correct the row."
        ),
        (
            "ecg,eda\n1,\"2\n",
            "(r.csv, line 2): a quote is not closed. Close it on the same line."
        ),
    ])
    func saysWhatIsWrong(_ text: String, _ expected: String) {
        #expect(failure(text) == "Cannot read the CSV file \(expected)")
    }

    @Test func noRateIsAnError() {
        #expect(
            failure("ecg_mV\n1\n2\n", rate: nil)
                == "Cannot read the CSV file (r.csv): its sampling rate is not known. Pass --rate HZ, "
                + "add a time_s column, or put SamplingFrequency in a sidecar .json.")
    }

    @Test func sidecarNamesColumnsUnitsAndRate() throws {
        let sidecar = CSVSidecarFacts(
            rate: 50, columns: ["cardiac", "respiratory"], units: ["cardiac": "uV"])
        let found = try read("1000\t2\n3000\t4\n", map: [.ecg: "cardiac"], sidecar: sidecar)
        #expect(found.layout.rate == 50)
        #expect(found.layout.channels.map(\.role) == [.ecg, .respiration])
        #expect(found.samples(0) == [0: 1, 1: 3])
    }

    @Test func columnsOfWordsAndRunningNumbersAreLeftOut() throws {
        let found = try read("sample,ecg_mV,label\n0,1,rest\n1,2,walk\n", rate: 10)
        #expect(found.layout.channels.map(\.name) == ["ecg"])
        #expect(found.layout.notices == ["column label holds words: ignored"])
        #expect(found.samples(0) == [0: 1, 1: 2])
    }

    @Test func quotesWithinQuotesAreOne() throws {
        let found = try read("\"a \"\"b\"\" c_mV\",\"d,e;f\",5\" belt\n1,2,3\n4,5,6\n", rate: 10)
        #expect(found.layout.channels.map(\.name) == ["a \"b\" c", "d,e;f", "5\" belt"])
        #expect(found.samples(2) == [0: 3, 1: 6])
    }

    /// Columns of random names and units, as they are written, are read back word for word.
    @Test(arguments: 0..<60)
    func headingsComeBackWordForWord(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let letters = Array("aB1 _,;\"\"'[]()\t/\\.-%é温µ")
        func text(_ most: Int) -> String {
            let count = Int.random(in: 1...most, using: &random)
            return String((0..<count).compactMap { _ in letters.randomElement(using: &random) })
        }
        let units = ["mV", "uS", "degC", "g", "counts", "NU", "mmHg", "l/min", "a.u.", "\"", "s"]
        let words = ["time", "sample", "t", "ecg", "\"", "a\"\"b", "x_mV", "n"]
        var names: [String] = []
        while names.count < 8 {
            let name =
                (Bool.random(using: &random) ? text(14) : words.randomElement(using: &random) ?? "")
                .headerText
            if !name.isEmpty, !names.contains(name) { names.append(name) }
        }
        let channels = names.map { name in
            let unitText = units.randomElement(using: &random) ?? "NU"
            return Channel(
                name: name, role: nil, unit: UnitScale(unitText: unitText)?.unit ?? .counts,
                unitText: unitText, rate: 10)
        }
        let cells = ["time_s"] + channels.map { CSVColumnName.heading(of: $0) }
        let header = cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }
        let rows = (0..<3).map { row in
            (["\(Double(row) / 10)"] + channels.indices.map { "\($0 + row)" }).joined(
                separator: ",")
        }
        let found = try read(
            ([header.joined(separator: ",")] + rows).joined(separator: "\n") + "\n")
        // A name that with its unit would be a time is told apart by an underscore.
        let expected = channels.map { channel in
            let isTime =
                ["time", "t"].contains(channel.name.lowercased())
                && ["s", "uS"].contains(channel.unitText)
            return isTime ? channel.name + "_" : channel.name
        }
        #expect(found.layout.channels.map(\.name) == expected)
        #expect(found.layout.channels.map(\.statedUnit) == channels.map(\.statedUnit))
        for index in channels.indices {
            #expect(found.samples(index)[2] == Double(index + 2), "\(names[index])")
        }
    }
}
