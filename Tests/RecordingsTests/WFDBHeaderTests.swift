import Biosignals
import Recordings
import Testing

@Suite struct WFDBHeaderTests {
    private func parse(_ text: String) throws(RecordingError) -> WFDBHeader {
        try WFDBHeader(parsing: Array(text.utf8), file: "r.hea")
    }

    private func message(_ text: String) -> String? {
        do {
            _ = try parse(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func readsEveryField() throws {
        let header = try parse(
            """
            # before
            r 2 360/1000.5(12.5) 650000 12:34:56.789 29/02/2024\r
            a.dat 212x4:10+512 200.5(1024)/mV 11 1000 995 -22131 512 MLII lead\r
            b.dat 16 100 12 -5 7 9 0 V1
            # after

            """)
        #expect(header.name == "r")
        #expect(header.rate == 360)
        #expect(header.counterRate == 1_000.5)
        #expect(header.baseCounter == 12.5)
        #expect(header.length == 650_000)
        // 2024-02-29 is day 19782 since 1970; 12:34:56.789 is 45,296,789 ms.
        #expect(header.start?.millisecondsSince1970 == Int64(19_782 * 86_400_000 + 45_296_789))
        #expect(header.comments == ["before", "after"])
        let first = header.signals[0]
        #expect(first.file == "a.dat" && first.format == .packed12)
        #expect(first.samplesPerFrame == 4 && first.skew == 10 && first.byteOffset == 512)
        #expect(first.gain == 200.5 && first.baseline == 1_024 && first.unitText == "mV")
        #expect(first.adcResolution == 11 && first.adcZero == 1_000 && first.initialValue == 995)
        #expect(first.checksum == -22_131 && first.blockSize == 512 && first.name == "MLII lead")
        // No baseline: it is the ADC zero. No unit: mV.
        #expect(header.signals[1].baseline == -5 && header.signals[1].unitText == "mV")
    }

    @Test func readsTheShortestHeader() throws {
        let header = try parse("r 1\na.dat 16\n")
        #expect(header.rate == 250 && !header.isRateStated)
        #expect(header.length == nil && header.start == nil)
        #expect(header.signals[0].gain == nil && header.signals[0].name == "signal 1")
    }

    @Test func readsSegments() throws {
        let header = try parse("r/3 2 100 30\nlayout 0\n~ 10\nr_1 20\n")
        #expect(header.hasVariableLayout)
        #expect(header.segments.map(\.name) == ["layout", nil, "r_1"])
        #expect(header.segments.map(\.length) == [0, 10, 20])
    }

    @Test(arguments: [
        ("", "(r.hea): it has no record line. Check that this is a WFDB header."),
        (
            "r",
            "(r.hea, line 1): the number of signals is missing. Complete the line as header(5) "
                + "describes it."
        ),
        (
            "r -1",
            "(r.hea, line 1): the number of signals, \"-1\", is not a whole number from 0 to 4096. "
                + "Correct the line."
        ),
        (
            "r 1 0",
            "(r.hea, line 1): the sampling frequency, \"0\", is not from 0.01 to 10000000. "
                + "Correct the line."
        ),
        (
            "r 1 100 99999999999999999999",
            "(r.hea, line 1): the number of samples, \"99999999999999999999\", is not a whole number "
                + "from 0 to 10000000000000. Correct the line."
        ),
        (
            "r 2 100 5\na.dat 16",
            "(r.hea, line 2): it promises 2 signals and describes 1. Add the missing signal lines or "
                + "correct the record line."
        ),
        (
            "r 1 100 5\n\na.dat 16 0(0)/mV 12 0 0 0 0 ECG",
            "(r.hea, line 3): the gain of \"ECG\" is 0. Write its ADC units per physical unit, or "
                + "leave the gain out to read counts."
        ),
        (
            "r 1 100 5\na.dat 508",
            "(r.hea, line 2): signal format \"508\" is not supported. Convert the record to format "
                + "16, for example with xform."
        ),
        (
            "r 2 100 5\na.dat 16\na.dat 212",
            "(r.hea, line 3): the signals in \"a.dat\" differ in format or byte offset. Give all "
                + "signals of one file the same format and byte offset."
        ),
        (
            "r 1 100 5\n../a.dat 16",
            "(r.hea, line 2): the file name \"../a.dat\" leads out of the record's folder. Put the "
                + "files of a record into one folder."
        ),
        (
            "r 2 100 5\na.dat 16x40000\na.dat 16x40000",
            "(r.hea, line 3): a frame would hold 80000 samples, more than 65536. Correct the samples "
                + "per frame."
        ),
        (
            "r/2 1 100 5\na 3",
            "(r.hea, line 2): it promises 2 segments and lists 1. Add the missing segment lines or "
                + "correct the record line."
        ),
        (
            "r/2 1 100 5\na 3\nb 3",
            "(r.hea, line 1): the segments hold 6 samples, the record line promises 5. Correct the "
                + "record line or the segment lines."
        ),
        (
            "r 1 100 5 25:00:00 01/01/2000",
            "(r.hea, line 1): the base time, \"25:00:00\", is not a time of day as HH:MM:SS. Correct "
                + "the line."
        ),
        (
            "r 1 100 5 1:00:00 30/02/2000",
            "(r.hea, line 1): the base date, \"30/02/2000\", is not a date as DD/MM/YYYY. Correct the "
                + "line."
        ),
    ])
    func saysWhatIsWrong(_ text: String, _ expected: String) {
        #expect(message(text) == "Cannot read the WFDB header \(expected)")
    }

    @Test func textReadsBackTheSame() throws {
        var header = WFDBHeader(name: "w", rate: 62.5, length: 48, comments: ["made by a test"])
        header.baseTimeMilliseconds = 86_399_001
        header.baseDate = CalendarDate(year: 1999, month: 12, day: 31)
        header.counterRate = 1_000
        header.baseCounter = -2.5
        var signal = WFDBSignal(
            file: "w.dat", format: .packed12, gain: 200, baseline: -3, unitText: "uS", name: "EDA 1"
        )
        signal.samplesPerFrame = 4
        signal.adcResolution = 12
        signal.initialValue = 7
        signal.checksum = -9
        header.signals = [signal]
        #expect(try parse(header.text) == header)
    }

    @Test(arguments: [
        (1970, 1, 1, 0), (2000, 3, 1, 11_017), (1969, 12, 31, -1), (2026, 11, 21, 20_778),
    ])
    func countsDays(_ year: Int, _ month: Int, _ day: Int, _ expected: Int64) {
        #expect(CalendarDate(year: year, month: month, day: day)?.daysSince1970 == expected)
    }
}
