import Foundation
import Storage
import TestKit
import Testing

/// What a power cut leaves is the database and some prefix of its log, the last page perhaps
/// half written.
@Suite struct StoreCrashTests {
    @Test func whateverIsLeftIsACommittedPrefix() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        for start in stride(from: 1, through: 40, by: 4) as StrideThrough<UInt64> {
            try store.append((start..<start + 4).map(event))
        }
        let main = try Data(contentsOf: URL(filePath: folder.path + "/store.sqlite"))
        let log = try Data(contentsOf: URL(filePath: folder.path + "/store.sqlite-wal"))
        #expect(log.count > 10_000)
        var generator = SeededGenerator(seed: 5)
        var longest: UInt64 = 0
        for _ in 0..<40 {
            let cut = Int.random(in: 0...log.count, using: &generator)
            let last = try reopened(main, log.prefix(cut))
            #expect(last % 4 == 0)
            longest = max(longest, last)
        }
        #expect(try reopened(main, log) == 40)
        #expect(longest > 0)
    }

    /// The last sequence of a store made of these two files, having checked what leads to it.
    private func reopened(_ main: Data, _ log: Data) throws -> UInt64 {
        let copy = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: copy.path, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        try main.write(to: URL(filePath: copy.path + "/store.sqlite"))
        try log.write(to: URL(filePath: copy.path + "/store.sqlite-wal"))
        let store = try openStore(copy.path)
        let events = try store.events(after: 0, limit: 1_000)
        #expect(events == (0..<store.lastSequence).map { event($0 + 1) })
        return store.lastSequence
    }
}
