import Biosignals
import Foundation
import Glibc
import Recordings
import Storage
import TestKit
import Testing

/// What a killed process or a power cut leaves, and what becomes of it.
@Suite struct RecordCrashTests {
    private static let channels = RecordSignals.healthypi5

    /// Kills a recorder from outside, at a time it knows nothing of.
    @Test(arguments: 0..<8)
    func aKilledRecorderLosesLessThanASecond(_ turn: Int) async throws {
        let folder = TemporaryFolder()
        var random = SeededGenerator(seed: UInt64(turn))
        setenv("RECORD_TEST_FOLDER", folder.path, 1)
        setenv("RECORD_TEST_MICROSECONDS", "\(Int.random(in: 1_000...150_000, using: &random))", 1)
        // Every other one seldom waits for the disk, and so comes farther.
        setenv("RECORD_TEST_SYNC", turn.isMultiple(of: 2) ? "3" : "1000", 1)
        await #expect(processExitsWith: .signal(SIGKILL)) { try RecordVictim.record() }
        let told = try RecordVictim.told(folder.path)
        let unfinished = try? RecordContent(reading: folder.path + "/session")
        let recovery = recoverRecordings(in: folder.path)
        #expect(recovery.failures.isEmpty)
        // Killed before the first frame was written: then nothing is left of the record.
        let hasSamples = unfinished?.counts.contains { !$0.isEmpty } ?? false
        guard told > 1 || hasSamples else { return }
        try expectWhole(folder.path + "/session", told: told)
        if let unfinished {
            let found = try RecordContent(reading: folder.path + "/session")
            #expect(found.counts == unfinished.counts)
        }
        #expect(recoverRecordings(in: folder.path).foundNothing)
    }

    private func expectWhole(_ session: String, told: Double) throws {
        let found = try RecordContent(reading: session)
        #expect(found.notices.isEmpty)
        for channel in Self.channels.indices {
            let rate = Self.channels[channel].rate.value
            let indices = found.indices(of: channel) { RecordSignals.count(channel, $0) }
            let expected = RecordVictim.indices(until: told - 1, rate: rate)
            let lost = expected.subtracting(indices).count
            #expect(lost == 0, "\(told) s were told")
            // Nothing that was not, or is in a pause.
            let possible = RecordVictim.indices(until: told + 0.0625, rate: rate)
            let invented = indices.subtracting(possible).count
            #expect(invented == 0, "\(told) s were told")
        }
        for name in try names(in: session) {
            #expect(!name.hasSuffix(".tmp"))
            guard name.hasSuffix(".atr") else { continue }
            let annotations = try decodedAnnotations(session + "/" + name)
            let seconds = annotations.map { Double($0.time) / 128 }
            #expect(seconds == seconds.sorted())
            #expect(annotations.allSatisfy { $0.code != .note || $0.auxText.hasPrefix("MARK ") })
        }
    }

    private func decodedAnnotations(_ path: String) throws -> [WFDBAnnotation] {
        var decoder = WFDBAnnotationDecoder(file: path)
        var annotations: [WFDBAnnotation] = []
        try decoder.decode(try bytes(path), into: &annotations)
        try decoder.finish(into: &annotations)
        return annotations
    }

    /// A recovery that is killed itself, again and again.
    @Test func recoveryMayBeKilledToo() async throws {
        let folder = TemporaryFolder()
        setenv("RECORD_TEST_FOLDER", folder.path, 1)
        setenv("RECORD_TEST_MICROSECONDS", "50000", 1)
        await #expect(processExitsWith: .signal(SIGKILL)) { try RecordVictim.record() }
        let copy = TemporaryFolder()
        try FileManager.default.copyItem(atPath: folder.path, toPath: copy.path)
        #expect(recoverRecordings(in: copy.path).failures.isEmpty)
        for microseconds in [50, 150, 400] {
            setenv("RECORD_TEST_MICROSECONDS", "\(microseconds)", 1)
            await #expect(processExitsWith: .signal(SIGKILL)) { try RecordVictim.recover() }
        }
        #expect(recoverRecordings(in: folder.path).failures.isEmpty)
        let (left, right) = (folder.path + "/session", copy.path + "/session")
        #expect(try names(in: left) == names(in: right))
        for name in try names(in: left) {
            #expect(try bytes(left + "/" + name) == bytes(right + "/" + name))
        }
    }

    /// An unfinished recording of 3 s, as it lies on the disk.
    private func unfinished(in folder: String) throws {
        let recorder = try SignalRecorder(
            folder: folder + "/session", name: "b", channels: Self.channels,
            start: RecordSignals.start)
        for step in 0..<12 {
            let from = Double(step) * 0.25
            _ = recorder.append(RecordSignals.blocks(Self.channels, from..<(from + 0.25)))
        }
        _ = recorder.append(
            [0.5, 1, 1.5].map { RecordAnnotation(seconds: $0, kind: .mark(Int($0 * 2))) })
        _ = recorder.append(RecordSignals.blocks(Self.channels, 3..<9))
        _ = recorder.sync()
    }

    private func truncated(_ file: String, to count: Int, of folder: String) throws -> String {
        let copy = folder + "-\(file)-\(count)"
        try FileManager.default.copyItem(atPath: folder, toPath: copy)
        #expect(truncate(copy + "/session/" + file, count) == 0)
        return copy
    }

    /// The last two frames, byte by byte.
    @Test func tornFramesAreCutOff() throws {
        let folder = TemporaryFolder()
        try unfinished(in: folder.path)
        let size = try bytes(folder.path + "/session/b_0001.dat").count
        #expect(size == 9 * 64 * 24)
        for cut in 0...48 {
            let copy = try truncated("b_0001.dat", to: size - cut, of: folder.path)
            defer { try? FileManager.default.removeItem(atPath: copy) }
            let frames = (size - cut) / 24
            // As it stands, and made whole.
            let before = try RecordContent(reading: copy + "/session")
            #expect(before.counts[2].count == frames)
            let recovery = recoverRecordings(in: copy)
            #expect(recovery.records.first?.bytesCut == (size - cut) % 24)
            #expect(try bytes(copy + "/session/b_0001.dat").count == frames * 24)
            let after = try RecordContent(reading: copy + "/session")
            #expect(after.counts == before.counts && after.notices.isEmpty)
            #expect(after.indices(of: 0) { RecordSignals.count(0, $0) } == Set(0..<(2 * frames)))
            #expect(recoverRecordings(in: copy).foundNothing)
        }
    }

    /// An annotation is there with all that belongs to it, or not at all.
    @Test func tornAnnotationsAreCutOff() throws {
        let folder = TemporaryFolder()
        try unfinished(in: folder.path)
        let whole = try bytes(folder.path + "/session/b.atr").count
        var found: Set<Int> = []
        for count in 0...whole {
            let copy = try truncated("b.atr", to: count, of: folder.path)
            defer { try? FileManager.default.removeItem(atPath: copy) }
            #expect(recoverRecordings(in: copy).failures.isEmpty)
            let annotations = try decodedAnnotations(copy + "/session/b.atr")
            let texts = ["MARK 1", "MARK 2", "MARK 3"].prefix(annotations.count)
            #expect(annotations.map(\.auxText) == Array(texts))
            #expect(
                annotations.map(\.time) == Array([64, 128, 192].prefix(annotations.count)))
            found.insert(annotations.count)
        }
        #expect(found == [0, 1, 2, 3])
    }

    /// What was being put in place of a header never counts.
    @Test func halfWrittenHeadersAreRemoved() throws {
        let folder = TemporaryFolder()
        try unfinished(in: folder.path)
        let session = folder.path + "/session"
        let header = try bytes(session + "/b.hea")
        for count in stride(from: 0, through: header.count, by: 7) {
            try Data(header.prefix(count)).write(to: URL(filePath: session + "/b.hea.tmp"))
            #expect(try RecordContent(reading: session).counts[2].count == 9 * 64)
        }
        // Made for a segment that was never begun.
        try Data().write(to: URL(filePath: session + "/b_0002.dat"))
        try FileManager.default.copyItem(
            atPath: session + "/b_0001.hea", toPath: session + "/b_0003.hea")
        #expect(recoverRecordings(in: folder.path).failures.isEmpty)
        #expect(
            try names(in: session)
                == ["b.atr", "b.hea", "b_0001.dat", "b_0001.hea", "b_layout.hea"])
    }

    @Test func aRecordWithoutASampleIsRemoved() throws {
        let folder = TemporaryFolder()
        try unfinished(in: folder.path)
        let session = folder.path + "/session"
        #expect(truncate(session + "/b_0001.dat", 23) == 0)
        let recovery = recoverRecordings(in: folder.path)
        #expect(recovery.failures.isEmpty && recovery.records.map(\.frames) == [0])
        #expect(try names(in: session).isEmpty)
        #expect(recoverRecordings(in: folder.path).foundNothing)
    }

    @Test func aDamagedHeaderIsSaidAndLeftAlone() throws {
        let folder = TemporaryFolder()
        try unfinished(in: folder.path)
        let header = folder.path + "/session/b_0001.hea"
        try Data("b_0001 4 sixty".utf8).write(to: URL(filePath: header))
        let before = try bytes(folder.path + "/session/b_0001.dat")
        let recovery = recoverRecordings(in: folder.path)
        #expect(
            recovery.failures.first?.description
                == "Cannot finish the recording (\(header)): its header is damaged. The signal "
                + "files beside it are as they were written.")
        #expect(try bytes(folder.path + "/session/b_0001.dat") == before)
        #expect(recoverRecordings(in: folder.path + "/nowhere").foundNothing)
    }
}
