import Biosignals
import Recordings
import Storage
import TestKit
import Testing

@Suite struct RecordRoundTripTests {
    private let folder = TemporaryFolder()
    private let channels = RecordSignals.healthypi5

    @Test(arguments: [0.013, 0.1, 0.37, 30])
    func everyCountComesBackWhereItWas(_ piece: Double) throws {
        let recorder = try SignalRecorder(
            folder: folder.path, name: "healthypi5", channels: channels,
            start: RecordSignals.start, comments: ["firmware 2.0.4", "scale: by its\nsource"])
        var news: [RecorderNews] = []
        var second = 3.25
        while second < 30 {
            let end = min(second + piece, 30)
            // The slow channels first, and a channel that comes in two halves.
            let blocks = RecordSignals.blocks(channels, second..<end).reversed()
            // A lag of more than half a second is not waited for.
            let cut = piece < 0.5 ? 2 : 4
            news += recorder.append(Array(blocks.prefix(cut)))
            news += recorder.append(Array(blocks.dropFirst(cut)))
            second = end
        }
        news += recorder.finish()
        #expect(
            news == [
                .started(record: "healthypi5"), .stopped(record: "healthypi5", because: nil),
            ])
        #expect(recorder.state == .stopped(nil))
        #expect(recorder.tally.samplesLate == 0 && recorder.tally.samplesClipped == 0)

        let found = try RecordContent(reading: folder.path)
        #expect(found.start == RecordSignals.start)
        #expect(found.channels.map(\.name) == channels.map(\.name))
        #expect(found.channels.map(\.role) == channels.map(\.role))
        #expect(found.channels.map(\.unit) == channels.map(\.unit))
        #expect(found.channels.map(\.rate) == channels.map(\.rate))
        #expect(found.channels.map(\.scale) == channels.map(\.scale))
        #expect(found.channels.map(\.latchPeriod) == channels.map(\.latchPeriod))
        for (index, channel) in channels.enumerated() {
            let rate = Int(channel.rate.value)
            #expect(
                found.indices(of: index) { RecordSignals.count(index, $0) }
                    == Set((13 * rate / 4)..<(30 * rate)))
        }
    }

    @Test func filesArePrivateAndExplainThemselves() throws {
        let recorder = try SignalRecorder(
            folder: folder.path + "/a/b", name: "healthypi5", channels: channels,
            start: RecordSignals.start, comments: ["firmware 2.0.4", "scale: by its\nsource"])
        _ = recorder.append(RecordSignals.blocks(channels, 3..<5))
        _ = recorder.finish()
        let session = folder.path + "/a/b"
        #expect(
            try names(in: session) == [
                "healthypi5.atr", "healthypi5.hea", "healthypi5_0001.dat", "healthypi5_0001.hea",
                "healthypi5_layout.hea",
            ])
        for name in try names(in: session) { #expect(mode(session + "/" + name) == 0o600) }
        #expect(mode(session) == 0o700)
        // 1,795,248,000 s are 20,778 days and 8 h; 3 s later the record begins.
        #expect(
            String(decoding: try bytes(session + "/healthypi5.hea"), as: UTF8.self) == """
                healthypi5/2 4 64/64(192) 128 08:00:03.123 21/11/2026
                healthypi5_layout 0
                healthypi5_0001 128
                # recorder: healthypi-agent, layout 1
                # device: healthypi5
                # session began: 1795248000123 ms after 1970-01-01T00:00:00Z
                # session channels: 0 1 2 3
                # latched: ppg_ir 0.014 s
                # firmware 2.0.4
                # scale: by its source

                """)
        let segment = String(decoding: try bytes(session + "/healthypi5_0001.hea"), as: UTF8.self)
        #expect(segment.contains("\nhealthypi5_0001.dat 32x2 2684354.56(0)/mV 32 0 "))
        #expect(segment.contains("\nhealthypi5_0001.dat 32 100(-4000)/degC 32 0 "))
    }

    @Test func aShortGapIsMarkedAndALongOneTakesNoSpace() throws {
        let recorder = try SignalRecorder(
            folder: folder.path, name: "b", channels: channels, start: RecordSignals.start)
        var news = recorder.append(RecordSignals.blocks(channels, 0..<5))
        news += recorder.append(RecordSignals.blocks(channels, 7..<9))
        news += recorder.append(RecordSignals.blocks(channels, 3_609..<3_612))
        news += recorder.finish()
        #expect(news.count == 3)
        #expect(
            news[1] == .rotated(record: "b", segment: "b_0002", because: .pause(3_600)))
        let header = String(decoding: try bytes(folder.path + "/b.hea"), as: UTF8.self)
        #expect(header.contains("b_0001 576\n~ 230400\nb_0002 192\n"))
        // 9 s and 3 s of (2 + 2 + 1 + 1) × 64 numbers of 4 bytes.
        #expect(try bytes(folder.path + "/b_0001.dat").count == 9 * 64 * 6 * 4)
        #expect(try bytes(folder.path + "/b_0002.dat").count == 3 * 64 * 6 * 4)
        let found = try RecordContent(reading: folder.path)
        let expected = Set(0..<640).union(896..<1_152).union((3_609 * 128)..<(3_612 * 128))
        #expect(found.indices(of: 0) { RecordSignals.count(0, $0) } == expected)
    }

    /// 71.4 Hz has no common frame with 128 Hz.
    @Test func ratesWithoutACommonFrameAreRecordsOfTheirOwn() throws {
        let channels =
            Array(self.channels.prefix(2))
            + [
                Channel(
                    name: "ppg", role: .ppg, unit: .counts, unitText: "counts",
                    rate: Hertz(1_000.0 / 14))
            ]
        let recorder = try SignalRecorder(
            folder: folder.path, name: "b", channels: channels, firstChannel: 4,
            start: RecordSignals.start)
        var second = 0.5
        while second < 20 {
            _ = recorder.append(
                RecordSignals.blocks(channels, second..<(second + 0.5), firstChannel: 4))
            second += 0.5
        }
        _ = recorder.append([RecordAnnotation(seconds: 10, kind: .beat, channel: 6)])
        _ = recorder.finish()
        #expect(try names(in: folder.path).contains("b_ppg.hea"))
        let found = try RecordContent(reading: folder.path)
        #expect(found.channels.map(\.name) == ["ecg", "resp", "ppg"])
        #expect(found.channels[2].rate == Hertz(1_000.0 / 14))
        #expect(found.indices(of: 0) { RecordSignals.count(4, $0) } == Set(64..<2_560))
        // 0.5 s is sample 35.7 and 20 s sample 1,428.6.
        #expect(found.indices(of: 2) { RecordSignals.count(6, $0) } == Set(36..<1_429))
    }

    /// The second comes 7.3 s later and has a channel of the first one's name.
    @Test func twoDevicesAreOneRecording() throws {
        let skin = [
            Channel(name: "eda", role: .eda, unit: .counts, unitText: "counts", rate: 10),
            Channel(
                name: "temp", role: .temperature, unit: .counts, unitText: "counts", rate: 10),
        ]
        let first = try SignalRecorder(
            folder: folder.path, name: "healthypi5", channels: channels,
            start: RecordSignals.start)
        let second = try SignalRecorder(
            folder: folder.path, name: "gsr", channels: skin, firstChannel: 4,
            start: RecordSignals.start)
        for step in 0..<100 {
            let seconds = Double(step)..<Double(step + 1)
            _ = first.append(RecordSignals.blocks(channels, seconds))
            if step >= 8 {
                _ = second.append(RecordSignals.blocks(skin, seconds, firstChannel: 4))
            } else if step == 7 {
                _ = second.append(RecordSignals.blocks(skin, 7.3..<8, firstChannel: 4))
            }
        }
        _ = first.finish()
        _ = second.finish()
        let found = try RecordContent(reading: folder.path)
        #expect(
            found.channels.map(\.name)
                == ["ecg", "resp", "ppg_ir", "healthypi5_temp", "eda", "gsr_temp"])
        #expect(
            found.channels.map(\.expectedCount) == [12_800, 12_800, 6_400, 6_400, 1_000, 1_000])
        #expect(found.start == RecordSignals.start)
        #expect(found.indices(of: 0) { RecordSignals.count(0, $0) }.count == 12_800)
        #expect(found.indices(of: 5) { RecordSignals.count(5, $0) } == Set(73..<1_000))
    }

    @Test func theFolderIsReadInStepAcrossAPause() throws {
        let skin = [Channel(name: "eda", role: .eda, unit: .counts, unitText: "counts", rate: 10)]
        let first = try SignalRecorder(
            folder: folder.path, name: "a", channels: channels, start: RecordSignals.start)
        let second = try SignalRecorder(
            folder: folder.path, name: "b", channels: skin, firstChannel: 4,
            start: RecordSignals.start)
        _ = first.append(RecordSignals.blocks(channels, 0..<20))
        _ = first.append(RecordSignals.blocks(channels, 300..<320))
        _ = second.append(RecordSignals.blocks(skin, 0..<320, firstChannel: 4))
        _ = first.finish()
        _ = second.finish()
        #expect(try largestStep(folder.path) <= 2.5)
    }

    @Test func aNameIsUsedOnce() throws {
        let recorder = try SignalRecorder(
            folder: folder.path, name: "b", channels: channels, start: RecordSignals.start)
        _ = recorder.append(RecordSignals.blocks(channels, 0..<2))
        _ = recorder.finish()
        #expect(throws: RecorderError.alreadyThere(path: folder.path + "/b.hea")) {
            _ = try SignalRecorder(
                folder: folder.path, name: "b", channels: channels, start: RecordSignals.start)
        }
        for name in ["", "../b", "a b", "é"] {
            #expect(throws: RecorderError.nameInvalid(name)) {
                _ = try SignalRecorder(
                    folder: folder.path, name: name, channels: channels, start: .epoch)
            }
        }
    }

    @Test func placesThatCannotBeAreRefused() throws {
        let recorder = try SignalRecorder(
            folder: folder.path, name: "b", channels: channels, start: RecordSignals.start)
        _ = recorder.append([
            SignalBlock(channel: 0, start: -5, samples: [1, 2]),
            SignalBlock(channel: 0, start: .max - 1, samples: [1]),
            SignalBlock(channel: 9, start: 0, samples: [1]),
            SignalBlock(channel: 0, start: 0, samples: [.nan, 1e300, -1e300]),
        ])
        _ = recorder.finish()
        #expect(recorder.tally.samplesRefused == 3)
        #expect(recorder.tally.samplesClipped == 2)
        let found = try RecordContent(reading: folder.path)
        #expect(found.counts[0] == [1: 2_147_483_647, 2: -2_147_483_647])
    }
}
