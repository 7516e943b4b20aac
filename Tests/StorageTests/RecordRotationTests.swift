import Biosignals
import Storage
import Testing

@Suite struct RecordRotationTests {
    private let folder = TemporaryFolder()
    private let channels = RecordSignals.healthypi5

    private func recorded(
        _ limits: RecorderLimits, comments: [String] = []
    ) throws -> [RecorderNews] {
        let recorder = try SignalRecorder(
            folder: folder.path, name: "b", channels: channels, start: RecordSignals.start,
            comments: comments, limits: limits)
        var news: [RecorderNews] = []
        for step in 0..<120 {
            let from = Double(step) * 0.5
            news += recorder.append(RecordSignals.blocks(channels, from..<(from + 0.5)))
        }
        news += recorder.finish()
        return news
    }

    private func expectWhole() throws {
        let found = try RecordContent(reading: folder.path)
        for channel in channels.indices {
            let count = 60 * Int(channels[channel].rate.value)
            #expect(
                found.indices(of: channel) { RecordSignals.count(channel, $0) } == Set(0..<count))
        }
    }

    @Test func rotatesByAge() throws {
        var limits = RecorderLimits()
        limits.segmentMax = 20
        let news = try recorded(limits)
        #expect(
            news == [
                .started(record: "b"), .rotated(record: "b", segment: "b_0002", because: .age),
                .rotated(record: "b", segment: "b_0003", because: .age),
                .stopped(record: "b", because: nil),
            ])
        try expectWhole()
        for number in 1...3 {
            #expect(try bytes(folder.path + "/b_000\(number).dat").count == 20 * 64 * 24)
        }
    }

    /// 1,536 bytes a second: after 10 s and what was written with them.
    @Test func rotatesBySize() throws {
        var limits = RecorderLimits()
        limits.segmentBytesMax = 15_360
        let news = try recorded(limits)
        #expect(
            news.count == 7 && news[1] == .rotated(record: "b", segment: "b_0002", because: .size))
        try expectWhole()
    }

    /// A header of more than a page is written another way, and read the same.
    @Test func aLongRecordHasALongHeader() throws {
        var limits = RecorderLimits()
        limits.segmentMax = 20
        let news = try recorded(limits, comments: [String(repeating: "x", count: 4_096)])
        #expect(news.count == 4)
        try expectWhole()
    }
}
