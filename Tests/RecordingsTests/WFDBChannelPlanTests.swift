import Biosignals
import Recordings
import Testing

@Suite struct WFDBChannelPlanTests {
    private func header(_ text: String) throws -> WFDBHeader {
        try WFDBHeader(parsing: Array(text.utf8), file: "r.hea")
    }

    private func plan(
        _ text: String, _ hints: RecordingHints = RecordingHints()
    ) throws -> WFDBChannelPlan {
        let record = try header(text)
        return try WFDBChannelPlan(record: record, layout: record, hints: hints, file: "r.hea")
    }

    @Test func missingGainAndUnknownUnitAreCounts() throws {
        let plan = try plan("r 2 100 5\na.dat 16\na.dat 16 50/NU 16 0 0 0 0 PLETH\n")
        #expect(plan.channels.map(\.unit) == [.counts, .counts])
        #expect(plan.channels.map(\.unitText) == ["counts", "NU"])
        #expect(
            plan.notices == [
                "channel 1 (signal 1) has no gain: read as counts",
                "channel 2 (PLETH) has the unit NU: its values stay in it, measures that need mV or "
                    + "\u{B5}S are left out",
            ])
    }

    @Test func sameNamesBecomeUnique() throws {
        let plan = try plan(
            "r 3 100 5\na.dat 16 1 0 0 0 0 0 E\na.dat 16 1 0 0 0 0 0 E\na.dat 16 1 0 0 0 0 0 E_2")
        #expect(plan.channels.map(\.name) == ["E", "E_3", "E_2"])
    }

    @Test func mapOverridesAndMissingNamesAreListed() throws {
        let text = "r 2 100 5\na.dat 16 200/mV 0 0 0 0 0 MLII\na.dat 16 200/mV 0 0 0 0 0 X\n"
        let mapped = try plan(text, RecordingHints(map: [.ecg: "x"]))
        #expect(mapped.channels.map(\.role) == [nil, .ecg])
        #expect {
            try plan(text, RecordingHints(map: [.ppg: "red"]))
        } throws: {
            "\($0)"
                == "Cannot map a channel (r.hea): ppg=red names no channel; there are MLII, X. "
                + "Use one of these names with --map."
        }
    }

    @Test func rateIsFramesTimesSamplesPerFrame() throws {
        let text = "r 2 62.5 48\na.dat 212x4 200/mV 0 0 0 0 0 ECG\na.dat 212 10/uS 0 0 0 0 0 EDA\n"
        let plain = try plan(text)
        #expect(plain.channels.map(\.rate) == [250, 62.5])
        #expect(plain.channels.map(\.expectedCount) == [192, 48])
        let asked = try plan(text, RecordingHints(rate: 125))
        #expect(asked.channels.map(\.rate) == [500, 125])
        #expect(asked.notices == ["the header says 62.5 Hz; read at 125.0 Hz as asked"])
        #expect(throws: RecordingError(file: "r.hea", problem: .rateInvalid(0))) {
            try plan(text, RecordingHints(rate: 0))
        }
    }

    @Test func variableLayoutFindsSignalsByName() throws {
        let record = try header("r/2 2 100 30\nlayout 0\nr_1 30\n")
        let layout = try header(
            "layout 2 100 0\n~ 0 200/mV 12 0 0 0 0 II\n~ 0 100/NU 12 0 0 0 0 PLETH\n")
        let plan = try WFDBChannelPlan(
            record: record, layout: layout, hints: RecordingHints(), file: "r.hea")
        #expect(plan.channels.map(\.role) == [.ecg, .ppg])
        let segment = try header("r_1 1 100 30\nb.dat 80 50/NU 8 0 0 0 0 PLETH\n")
        let files = try plan.files(of: segment, segmentFile: "r_1.hea")
        #expect(files.map(\.file) == ["b.dat"])
        #expect(files[0].feeds.map(\.channel) == [1])
    }

    @Test func segmentThatDisagreesIsRefused() throws {
        let plan = try plan("r 1 100 5\na.dat 16 200/mV 0 0 0 0 0 ECG\n")
        let other = try header("s 1 101 5\na.dat 16 200/mV 0 0 0 0 0 ECG\n")
        #expect {
            try plan.files(of: other, segmentFile: "s.hea")
        } throws: {
            "\($0)"
                == "Cannot read the WFDB header (s.hea): segment \"s\" disagrees with the record "
                + "about the sampling frequency. Correct the segment's header, or read the segment "
                + "by itself."
        }
    }

    @Test func recordWithoutSignalsIsRefused() {
        #expect(throws: RecordingError(file: "r.hea", problem: .noSignals)) {
            try plan("r 0 128 0\n")
        }
    }
}
