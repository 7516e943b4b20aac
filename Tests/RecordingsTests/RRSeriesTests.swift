import Recordings
import TestKit
import Testing

@Suite struct RRSeriesTests {
    private func read(
        _ text: String, unit: RRUnit? = nil, chunking: Int = 0
    ) throws(RecordingError) -> [Double] {
        let bytes = Array(text.utf8)
        var decoder = RRSeriesDecoder(unit: unit, file: "r.txt")
        for chunk in chunkings(of: bytes.count)[chunking] {
            try decoder.decode(Array(bytes[chunk]))
        }
        return try decoder.finish()
    }

    private func failure(_ text: String, unit: RRUnit? = nil) -> String? {
        do {
            _ = try read(text, unit: unit)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: 0..<4) func readsOneNumberALineHoweverCut(_ chunking: Int) throws {
        let text = "\u{FEFF}rr_ms\r\n800\r\n# a comment\r\n\r\n  812.5 \r\n790,\r\n805"
        #expect(try read(text, chunking: chunking) == [800, 812.5, 790, 805])
    }

    @Test func unitFromTheCallerElseTheHeaderElseMilliseconds() throws {
        #expect(try read("0.8\n0.9\n", unit: .seconds) == [800, 900])
        #expect(try read("ibi_s\n0.5\n") == [500])
        #expect(try read("500\n") == [500])
        #expect(try read("rr_s\n500\n", unit: .milliseconds) == [500])
    }

    @Test(arguments: [
        ("", nil as RRUnit?, "(r.txt): it holds no interval. Check that this is the right file."),
        ("rr\n# none\n", nil, "(r.txt): it holds no interval. Check that this is the right file."),
        (
            "0.8\n0.9\n0.85\n", nil,
            "(r.txt): the median is below 5 ms, which looks like seconds. Pass --unit s."
        ),
        (
            "800\n900\n", .seconds,
            "(r.txt): the median is above 5 s, which looks like milliseconds. Pass --unit ms."
        ),
        (
            "800\nNaN\n", nil,
            "(r.txt, line 2): the interval is not above 0 and finite. Remove the line or correct it."
        ),
        (
            "800\n-1\n", nil,
            "(r.txt, line 2): the interval is not above 0 and finite. Remove the line or correct it."
        ),
        (
            "800\n0\n", nil,
            "(r.txt, line 2): the interval is not above 0 and finite. Remove the line or correct it."
        ),
        (
            "rr\n800\nbeat\n", nil,
            "(r.txt, line 3): the line is not a number. Write one interval per line."
        ),
    ])
    func saysWhatIsWrong(_ text: String, _ unit: RRUnit?, _ expected: String) {
        #expect(failure(text, unit: unit) == "Cannot read the RR series \(expected)")
    }

    @Test(arguments: [
        "800\n810\n", "nni_ms\n664\n781\n", "RR\n0.8", "# note\n800\n", "\u{FEFF}rr\r\n800\r\n",
        "1\n2\n3", "800,\n810,\n",
    ])
    func recognisesASeries(_ text: String) {
        #expect(looksLikeRRSeries(firstBytes: Array(text.utf8)))
    }

    @Test(arguments: [
        "", "ecg_mV\n1\n2\n", "ppg\n45324\n", "a,b\n1,2\n", "1,2\n3,4\n", "rr\nother\n800\n",
        "eda_uS\n1\n", "101 2 360 650000\n", "0\u{0}",
    ])
    func leavesOtherFilesAlone(_ text: String) {
        #expect(!looksLikeRRSeries(firstBytes: Array(text.utf8)))
    }

    /// A last line cut off by the caller's limit must not decide.
    @Test func ignoresACutLastLine() {
        #expect(looksLikeRRSeries(firstBytes: Array("800\n810\n81".utf8)))
        #expect(looksLikeRRSeries(firstBytes: Array("800\n810\n-".utf8)))
    }
}
