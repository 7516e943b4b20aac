import Biosignals
import Foundation
import Glibc
import Storage
import TestKit
import Testing

/// A disk that takes no more stops the recording, and nothing but the recording.
@Suite struct RecordDiskTests {
    private let channels = RecordSignals.healthypi5

    /// Records until it stops; returns the seconds it was told of and what it said.
    private func recordUntilStopped(
        _ folder: String, limits: RecorderLimits = RecorderLimits()
    ) throws -> (told: Double, news: [RecorderNews], recorder: SignalRecorder) {
        let recorder = try SignalRecorder(
            folder: folder, name: "b", channels: channels, start: RecordSignals.start,
            limits: limits)
        var news: [RecorderNews] = []
        var second = 0.0
        while recorder.state == .recording, second < 600 {
            news += recorder.append(RecordSignals.blocks(channels, second..<(second + 0.25)))
            news += recorder.append([RecordAnnotation(seconds: second, kind: .mark(Int(second)))])
            second += 0.25
        }
        // It goes on taking what it is given.
        let written = recorder.tally
        #expect(recorder.append(RecordSignals.blocks(channels, second..<(second + 9))).isEmpty)
        #expect(recorder.append([RecordAnnotation(seconds: second, kind: .beat)]).isEmpty)
        #expect(recorder.sync().isEmpty && recorder.finish().isEmpty)
        #expect(recorder.tally == written)
        return (second, news, recorder)
    }

    private func expectValid(_ folder: String, told: Double) throws {
        for name in try names(in: folder) where name.hasSuffix(".dat") {
            #expect(try bytes(folder + "/" + name).count % 24 == 0, "a torn frame")
        }
        let before = try RecordContent(reading: folder)
        #expect(before.counts[2].count > Int((told - 1) * 64))
        for channel in channels.indices {
            let rate = Int(channels[channel].rate.value)
            let indices = before.indices(of: channel) { RecordSignals.count(channel, $0) }
            #expect(indices == Set(0..<(before.counts[2].count * rate / 64)))
        }
        // Space is back.
        #expect(recoverRecordings(in: folder).failures.isEmpty)
        #expect(try RecordContent(reading: folder).counts == before.counts)
    }

    /// The system refuses to let any file grow beyond 1 MB: the answer is another, the way is the
    /// same, and no privilege is needed.
    @Test func aFileThatMayNotGrowStopsTheRecording() throws {
        let folder = TemporaryFolder()
        var old = rlimit()
        getrlimit(__rlimit_resource_t(1), &old)  // RLIMIT_FSIZE
        signal(SIGXFSZ, SIG_IGN)
        var small = old
        small.rlim_cur = 100_001
        setrlimit(__rlimit_resource_t(1), &small)
        let outcome = Result { try recordUntilStopped(folder.path) }
        setrlimit(__rlimit_resource_t(1), &old)
        signal(SIGXFSZ, SIG_DFL)
        let (told, news, recorder) = try outcome.get()
        let error = RecorderError.failed(
            path: folder.path + "/b_0001.dat", cause: "file too large")
        #expect(recorder.state == .stopped(error))
        #expect(news == [.started(record: "b"), .stopped(record: "b", because: error)])
        try expectValid(folder.path, told: told)
    }

    /// A real file system of 256 KiB; only root may mount one, others have the test above.
    @Test(.enabled(if: geteuid() == 0)) func aFullDiskStopsTheRecording() throws {
        let folder = TemporaryFolder()
        #expect(mkdir(folder.path, 0o700) == 0)
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=256k,mode=0700") == 0 else { return }
        defer { umount2(folder.path, Int32(2)) }  // MNT_DETACH
        var limits = RecorderLimits()
        limits.segmentMax = 60
        let (told, news, recorder) = try recordUntilStopped(folder.path, limits: limits)
        guard case .stopped(.full?) = recorder.state else {
            Issue.record("It should say that the disk is full: \(recorder.state)")
            return
        }
        #expect(news.count == 4 && recorder.tally.bytes > 150_000)
        // Recovery needs room for a header; without it, it says so and leaves all as it is.
        #expect(recoverRecordings(in: folder.path).failures.count == 1)
        #expect(mount("tmpfs", folder.path, "tmpfs", UInt(32), "size=1m") == 0)  // MS_REMOUNT
        try expectValid(folder.path, told: told)
    }

    @Test func whatIsFullIsSaidInAWordOfAdvice() {
        #expect(
            RecorderError.full(path: "/r/b_0001.dat").description
                == "Cannot write the recording (/r/b_0001.dat): no space left. Free some and begin "
                + "again; what was recorded is safe.")
    }

    @Test func aFileOfAFolderIsNoFolder() throws {
        let folder = TemporaryFolder()
        try Data().write(to: URL(filePath: folder.path))
        #expect(throws: RecorderError.self) {
            _ = try SignalRecorder(
                folder: folder.path + "/s", name: "b", channels: channels, start: .epoch)
        }
    }
}
