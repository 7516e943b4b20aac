import Glibc
import Publishing
import TestKit
import Testing

@testable import Storage

/// A disk that takes no more.
@Suite struct StoreDiskTests {
    private func large(_ sequence: UInt64) -> OutgoingEvent {
        OutgoingEvent(
            sequence: sequence, id: "01TEST\(sequence)", subject: "s",
            type: "io.healthypi.insight.trend.v1", timeMilliseconds: Int64(sequence),
            payload: Array(repeating: UInt8(sequence % 251), count: 3_000))
    }

    /// A real file system of 768 KiB; only root may mount one, others have
    /// `aFullDiskIsSaidAndCostsNothingThatWasStored`.
    @Test(.enabled(if: geteuid() == 0)) func aFullFileSystemKeepsWhatItHas() throws {
        let folder = TemporaryFolder()
        #expect(mkdir(folder.path, 0o700) == 0)
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=768k,mode=0700") == 0 else { return }
        defer { umount2(folder.path, Int32(2)) }  // MNT_DETACH
        let store = try openStore(folder.path)
        var failure: StorageError?
        while failure == nil, store.lastSequence < 1_000 {
            do throws(StorageError) {
                try store.append([large(store.lastSequence + 1)])
            } catch {
                failure = error
            }
        }
        #expect(failure == .full(path: folder.path + "/store.sqlite"))
        let last = store.lastSequence
        #expect(last > 10)
        #expect(try store.pending(after: 0, limit: 1_000) == (1...last).map(large))
        // Said again, not made worse.
        #expect(throws: StorageError.full(path: folder.path + "/store.sqlite")) {
            try store.append([large(last + 1)])
        }
        #expect(store.lastSequence == last)
        #expect(mount("tmpfs", folder.path, "tmpfs", UInt(32), "size=4m") == 0)  // MS_REMOUNT
        try store.acknowledge(through: 5)
        try store.append([large(last + 1)])
        #expect(try store.pending(after: 0, limit: 1_000) == (6...last + 1).map(large))
        let reader = try Store(reading: folder.path)
        #expect(try reader.events(after: 0, limit: 1_000) == (1...last + 1).map(large))
    }
}
