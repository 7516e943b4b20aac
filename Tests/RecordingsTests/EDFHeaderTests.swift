import Biosignals
import Testing

@testable import Recordings

@Suite struct EDFHeaderTests {
    private func failure(_ draft: EDFDraft) -> String? {
        do {
            _ = try EDFChannelPlan(header: draft.header(), file: "a.edf")
            return nil
        } catch let error as RecordingError {
            return error.description
        } catch {
            return "\(error)"
        }
    }

    @Test func everyFieldIsRead() throws {
        let header = try EDFDraft().header()
        #expect(header.format == .edf && header.continuity == .continuous)
        #expect(header.recordCount == 2 && header.recordSeconds == 1)
        // 29 February 2024 is day 19,782: 19,782 × 86,400 + 86,398 s.
        #expect(header.start?.millisecondsSince1970 == 1_709_251_198_000)
        let plan = try EDFChannelPlan(header: header, records: 2, file: "a.edf")
        #expect(plan.channels.map(\.name) == ["ECG"] && plan.annotationSignals == [1])
        let channel = plan.channels[0]
        #expect(channel.role == .ecg && channel.unit == .millivolt && channel.rate == 3)
        // 65,534 steps over 6.5534 mV: exactly 10,000 a millivolt, 0 at 0.
        #expect(channel.scale == DigitalScale(gain: 10_000, baseline: 0))
        #expect(channel.expectedCount == 6)
        #expect(header.notices.isEmpty && plan.notices.isEmpty)
    }

    @Test func whatRealFilesGetWrongIsReadAndTold() throws {
        var draft = EDFDraft()
        draft.headerBytes = "512"
        draft.records = "-1"
        draft.recording = "X"
        draft.date = "29/2/24"
        draft.time = "1:2:3"
        draft.reserved = "edf+c"
        draft.signals[0][0] = "ecg lead ii"
        draft.signals[0][3] = " -3,2767"
        draft.signals[1][0] = "edf annotations"
        let header = try draft.header()
        #expect(header.recordCount == nil && header.continuity == .continuous)
        #expect(header.start?.millisecondsSince1970 == 1_709_168_523_000)
        #expect(
            header.notices == [
                "the header gives no number of data records (\"-1\"): read as far as the file goes",
                "the header says it has 512 bytes; 2 signals make 768",
            ])
        let plan = try EDFChannelPlan(header: header, file: "a.edf")
        #expect(plan.channels.map(\.role) == [.ecg])
        #expect(plan.channels[0].scale.gain == 10_000)
    }

    @Test(arguments: [
        ("uV", ChannelUnit.millivolt, 10.0), ("µV", .millivolt, 10), ("mV", .millivolt, 10_000),
        ("uS", .microsiemens, 10_000), ("µS", .microsiemens, 10_000),
        ("°C", .degreesCelsius, 10_000), ("degC", .degreesCelsius, 10_000),
        ("g", .standardGravity, 10_000),
    ])
    func unitsAreKnownBySpelling(_ text: String, _ unit: ChannelUnit, _ gain: Double) throws {
        var draft = EDFDraft()
        draft.signals[0][0] = "X"
        draft.signals[0][2] = text
        let channel = try EDFChannelPlan(header: draft.header(), file: "a").channels[0]
        #expect(channel.unit == unit)
        let expected = text.hasSuffix("V") && text != "mV" ? 1e7 : 1e4
        #expect(abs(channel.scale.gain / expected - 1) < 1e-12, "\(gain)")
    }

    @Test(arguments: ["%", "bpm", ""])
    func otherUnitsAreCountsAndTold(_ text: String) throws {
        var draft = EDFDraft()
        draft.signals[0][0] = "SpO2"
        draft.signals[0][2] = text
        let plan = try EDFChannelPlan(header: draft.header(), file: "a")
        #expect(plan.channels[0].unit == .counts && plan.channels[0].role == nil)
        let told =
            text.isEmpty
            ? "no unit: read as counts"
            : "the unit \(text): its values stay in it, measures that need mV or \u{B5}S are left out"
        #expect(plan.notices == ["channel SpO2 has \(told)"])
    }

    @Test func aRangeThatIsNoneMakesCounts() throws {
        for (field, text) in [(4, "-3.2767"), (6, "-32767"), (3, "low"), (5, "")] {
            var draft = EDFDraft()
            draft.signals[0][field] = text
            let plan = try EDFChannelPlan(header: draft.header(), file: "a")
            #expect(plan.channels[0].unit == .counts && plan.channels[0].scale == .identity)
            #expect(plan.notices == ["channel ECG has no physical range: read as counts"])
        }
    }

    @Test func aDateThatIsNoneLeavesTheStartOpen() throws {
        var draft = EDFDraft()
        draft.recording = ""
        draft.date = "31.02.24"
        let header = try draft.header()
        #expect(header.start == nil)
        #expect(
            header.notices == [
                "the header's date and time (\"31.02.24 23.59.58\") are none: no start known"
            ])
        draft.recording = "Startdate X X X X"
        #expect(try draft.header().start == nil)
    }

    @Test(arguments: [("85", 1_985), ("84", 2_084), ("00", 2_000)])
    func yearsOfTwoDigits(_ text: String, _ year: Int) throws {
        var draft = EDFDraft()
        (draft.recording, draft.date, draft.time) = ("", "01.01.\(text)", "00.00.00")
        let day = try #require(CalendarDate(year: year, month: 1, day: 1)).daysSince1970
        #expect(try draft.header().start?.millisecondsSince1970 == day * 86_400_000)
    }

    /// 14 s hold 1,000 samples: 1000 / 14, rounded once; 0.3 s hold 3: 10 Hz and not 10.000…02.
    @Test(arguments: [("14", "1000", 1_000.0 / 14), ("0.3", "3", 10), ("0.0010", "1", 1_000)])
    func ratesAreRoundedOnce(_ duration: String, _ samples: String, _ rate: Double) throws {
        var draft = EDFDraft()
        draft.duration = duration
        draft.signals[0][8] = samples
        let plan = try EDFChannelPlan(header: draft.header(), file: "a")
        #expect(plan.channels[0].rate.value == rate)
    }

    @Test func theRateAskedForIsTheFastestSignals() throws {
        var draft = EDFDraft()
        draft.signals.insert(draft.signals[0], at: 1)
        draft.signals[1][8] = "6"
        draft.duration = "0"
        let plan = try EDFChannelPlan(
            header: draft.header(), hints: RecordingHints(rate: 128), file: "a")
        #expect(plan.channels.map(\.rate) == [64, 128])
        #expect(plan.channels.map(\.name) == ["ECG", "ECG_2"])
    }

    @Test func whatCannotBeReadIsSaid() {
        func spoilt(_ change: (inout EDFDraft) -> Void) -> String? {
            var draft = EDFDraft()
            change(&draft)
            return failure(draft)
        }
        #expect(
            spoilt { $0.version = "1" }
                == "Cannot read the EDF header (a.edf, byte 0): it begins with \"1\", neither 0 "
                + "(EDF) nor BIOSEMI (BDF). Check that this is the right file.")
        #expect(
            spoilt { $0.signalCount = "9" }
                == "Cannot read the EDF header (a.edf): it ends after 768 bytes, a header for its "
                + "signals has 2560. Copy the file again.")
        #expect(
            spoilt { $0.signalCount = "two" }
                == "Cannot read the EDF header (a.edf, byte 252): the number of signals, \"two\", "
                + "is not from 1 to 4096. Correct the header with an EDF editor.")
        #expect(
            spoilt { $0.duration = "-1" }
                == "Cannot read the EDF header (a.edf, byte 244): the duration of a data record, "
                + "\"-1\", is not a number of seconds. Correct the header with an EDF editor.")
        #expect(
            spoilt { $0.duration = "0" }
                == "Cannot read the EDF header (a.edf, byte 244): a data record lasts 0 seconds, so "
                + "that samples have no rate. Correct the duration of a data record, or pass "
                + "--rate HZ.")
        #expect(
            spoilt { $0.signals[0][8] = "0" }
                == "Cannot read the EDF header (a.edf, byte 688): the number of samples a record of "
                + "signal 1, \"0\", is not from 1 to 99999999. Correct the header with an EDF editor."
        )
        #expect(
            spoilt { $0.signals.removeFirst() }
                == "Cannot read the EDF header (a.edf): it describes no signals, or only "
                + "annotations. Choose a recording with signals.")
        #expect(
            spoilt { $0.duration = "1e-7" }
                == "Cannot use the sampling rate (a.edf): 30000000.0 Hz does not lie between 0.01 "
                + "and 10000000 Hz. Pass --rate HZ.")
    }

    @Test func decimalsAreExactAndFitEightCharacters() {
        for text in ["0", "-3.2767", "100", "0.05", "-32768"] {
            #expect(EDFDecimal(text)?.shortened.text == text)
        }
        #expect(EDFDecimal("1e-3")?.value == 0.001 && EDFDecimal("2E2")?.value == 200)
        #expect(EDFDecimal(",5")?.value == 0.5 && EDFDecimal("+1.50")?.value == 1.5)
        for text in ["", "-", "1.2.3", "nan", "0x1", "1e99", "9999999999999999999"] {
            #expect(EDFDecimal(text) == nil, "\(text)")
        }
        #expect(EDFDecimal(nearestTo: -1.0 / 3, width: 8)?.text == "-0.33333")
        #expect(EDFDecimal(nearestTo: 163.835, width: 8)?.text == "163.835")
        #expect(EDFDecimal(nearestTo: 1e9, width: 8) == nil)
    }
}
