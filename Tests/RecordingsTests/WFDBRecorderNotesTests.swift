import Biosignals
import Testing

@testable import Recordings

@Suite struct WFDBRecorderNotesTests {
    private let channels = [
        Channel(name: "ecg", role: .ecg, unit: .millivolt, unitText: "mV", rate: 128),
        Channel(
            name: "light a", role: .ppg, unit: .counts, unitText: "counts", rate: 128,
            latchPeriod: 0.014),
        Channel(name: "ppg spare", role: nil, unit: .counts, unitText: "counts", rate: 128),
    ]

    private func header() -> WFDBHeader {
        var header = WFDBHeader(name: "r", rate: 128, length: nil)
        header.setStart(UTCTime(millisecondsSince1970: 1_795_248_000_123))
        header.setFirstFrame(640)
        header.signals = channels.map { channel in
            WFDBSignal(
                file: "r.dat", format: .int32, gain: channel.scale.gain, unitText: channel.unitText,
                name: channel.name)
        }
        header.comments = WFDBRecorderNotes.comments(
            device: "healthypi5", sessionStart: UTCTime(millisecondsSince1970: -5),
            channels: channels, places: [4, 5, 6])
        return header
    }

    @Test func whatTheRecorderNotesIsReadBack() throws {
        let written = header()
        let read = try WFDBHeader(parsing: written.text.utf8, file: "r.hea")
        #expect(read.isRecorded && !read.isOpen)
        #expect(read.start == UTCTime(millisecondsSince1970: 1_795_248_000_123))
        #expect(read.firstFrame == 640)
        #expect(read.device == "healthypi5")
        #expect(read.sessionStart == UTCTime(millisecondsSince1970: -5))
        #expect(read.sessionChannels == [4, 5, 6])
        #expect(read.plainComments.isEmpty)
        let plan = try WFDBChannelPlan(
            record: read, layout: read, hints: RecordingHints(), file: "r.hea")
        #expect(plan.channels == channels)
    }

    @Test func aMapIsStrongerThanTheNotes() throws {
        let written = header()
        let plan = try WFDBChannelPlan(
            record: written, layout: written, hints: RecordingHints(map: [.ppg: "ppg spare"]),
            file: "r.hea")
        #expect(plan.channels.map(\.role) == [.ecg, nil, .ppg])
    }

    @Test(arguments: [
        "latched: light a s", "latched: light a -1 s", "latched: light a 1e99 s",
        "latched: light a nan s", "latched: light ab 1 s", "latched:", "role: light a heart",
        "session began: never", "session channels: a b",
    ])
    func notesThatMakeNoSenseArePassedOver(_ note: String) throws {
        var odd = header()
        odd.comments = [WFDBRecorderNotes.mark, note]
        let plan = try WFDBChannelPlan(
            record: odd, layout: odd, hints: RecordingHints(), file: "r.hea")
        #expect(plan.channels.allSatisfy { $0.latchPeriod == nil })
        #expect(plan.channels.map(\.role) == [.ecg, nil, .ppg])
        #expect(odd.sessionStart == nil && odd.sessionChannels.isEmpty)
    }

    @Test func oneFileOfWholeSamplesHasFrames() {
        var odd = header()
        // 3 numbers of 4 bytes.
        #expect(odd.frames(inBytes: 35) == 2 && odd.bytes(ofFrames: 2) == 24)
        #expect(odd.frames(inBytes: -1) == 0 && odd.bytes(ofFrames: .max) == nil)
        odd.signals[1].file = "other.dat"
        #expect(odd.frames(inBytes: 35) == nil)
        #expect(WFDBHeader(name: "r", rate: 1, length: nil).frames(inBytes: 4) == nil)
    }

    /// Every day of 400 years and the ends of the calendar.
    @Test func daysAndDatesAgree() {
        for day in Int64(-80_000)...80_000
        where CalendarDate(daysSince1970: day)?.daysSince1970 != day {
            Issue.record("day \(day)")
        }
        #expect(CalendarDate(daysSince1970: -719_162) == CalendarDate(year: 1, month: 1, day: 1))
        #expect(
            CalendarDate(daysSince1970: 2_932_896) == CalendarDate(year: 9_999, month: 12, day: 31))
        #expect(CalendarDate(daysSince1970: 2_932_897) == nil)
        #expect(CalendarDate(daysSince1970: -719_163) == nil)
    }

    @Test func salvageEndsWithTheLastChannel() {
        var encoder = WFDBAnnotationEncoder(endsWithChannel: true)
        let first = encoder.encode(ticksPerSecond: 128)
        let second = encoder.encode([
            WFDBAnnotation(time: 100_000, code: .note, channel: 2, aux: Array("MARK".utf8))
        ])
        let whole = first + second
        for count in 0..<whole.count {
            let salvage = WFDBAnnotationSalvage(Array(whole.prefix(count)))
            #expect(salvage.soundBytes == (count < first.count ? 0 : first.count))
            #expect(!salvage.isComplete)
        }
        #expect(WFDBAnnotationSalvage(whole + [0, 0]).isComplete)
        #expect(!WFDBAnnotationSalvage(whole + [0, 0, 7]).isComplete)
        // SKIP and AUX that lead out of the file.
        #expect(WFDBAnnotationSalvage([0, 59 << 2, 1]).soundBytes == 0)
        #expect(WFDBAnnotationSalvage([255, 63 << 2 | 3, 1]).soundBytes == 0)
    }
}
