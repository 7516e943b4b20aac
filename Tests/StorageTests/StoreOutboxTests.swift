import Foundation
import GRDB
import Publishing
import Synchronization
import Testing

@testable import Storage

/// What waits for a broker, how much of it, and what is held back behind its acknowledgements.
@Suite struct StoreOutboxTests {
    private func typed(_ sequence: UInt64, _ kind: String, bytes: Int = 100) -> OutgoingEvent {
        OutgoingEvent(
            sequence: sequence, id: "01TEST\(sequence)", subject: "s",
            type: "io.healthypi.\(kind).v1", timeMilliseconds: 0,
            payload: Array(repeating: 32, count: bytes))
    }

    private func store(
        _ folder: TemporaryFolder, _ limits: OutboxLimits = OutboxLimits(),
        now: @escaping @Sendable () -> Int64 = { 0 }
    ) throws -> Store {
        try Store(
            directory: folder.path, keepsForBroker: true, limits: limits,
            newInstance: { testInstance }, now: now)
    }

    @Test func headersComeBackAsTheyWereAppended() throws {
        let folder = TemporaryFolder()
        let signed = event(1).adding([
            .init(name: "Sa-Signature", value: "v1.a.b"), .init(name: "X", value: "a: b"),
        ])
        do { try store(folder).append([signed, event(2)]) }
        #expect(try store(folder).pending(after: 0, limit: 9) == [signed, event(2)])
    }

    @Test func whatTheBrokerHoldsIsNotSentAgain() throws {
        let folder = TemporaryFolder()
        let store = try store(folder)
        try store.append((1...10).map(event))
        #expect(try store.resume(from: .unknown) == nil)
        #expect(try store.pendingCount() == 10)
        #expect(try store.resume(from: .newest(id: "01TEST4")) == nil)
        #expect(try store.pending(after: 0, limit: 99).first == event(5))
        #expect(try store.resume(from: .newest(id: "another's")) == nil)
        #expect(try store.pendingCount() == 6)
    }

    // All twenty are acknowledged at 0 s. The broker is restored from an older copy, which ends
    // at 12; within ten minutes 13…20 wait again, later they do not unless 8 MiB hold them.
    @Test func whatTheBrokerLostWaitsAgainWhileHeldBack() throws {
        for (minutes, holdBackBytes, resent) in [(9, 0, 8), (11, 0, 0), (11, 8 << 20, 8)] {
            let folder = TemporaryFolder()
            let clock = Mutex<Int64>(0)
            let limits = OutboxLimits(holdBackBytes: Int64(holdBackBytes))
            let store = try store(folder, limits) { clock.withLock { $0 } }
            try store.append((1...20).map(event))
            try store.acknowledge(through: 20)
            clock.withLock { $0 = Int64(minutes) * 60_000 }
            let loss = try store.resume(from: .newest(id: "01TEST12"))
            #expect(loss == AcknowledgedLoss(resentCount: resent, lostCount: 8 - resent))
            #expect(
                try store.pending(after: 0, limit: 99).map(\.sequence)
                    == (resent > 0 ? Array(13...20) : []))
            try store.acknowledge(through: 20)
            clock.withLock { $0 += 1 }
            #expect(try store.resume(from: .newest(id: "01TEST20")) == nil)
        }
    }

    // Each event here takes 100 bytes. 30 fit; at the 31st it goes down to 27.
    @Test func aFullOutboxDropsByClassOldestFirstAndNamesTheRun() throws {
        let folder = TemporaryFolder()
        let store = try store(folder, OutboxLimits(pendingBytesMax: 3_000))
        let kinds = [
            "event.hrv", "event.quality", "insight.stationary", "event.hr", "event.contact",
            "event.security",
        ]
        try store.append((1...30).map { typed($0, kinds[Int($0) % kinds.count]) })
        #expect(try store.pendingCount() == 30)
        try store.append([typed(31, "event.hr")])
        // 1 and 4 are quality and contact, and 7: the oldest of the least important class.
        let left = try store.pending(after: 0, limit: 99).map(\.sequence)
        #expect(Set(1...31).subtracting(left) == [1, 4, 7, 10])
        #expect(try store.dropToName() == nil)
        try store.append((32...60).map { typed($0, "nudge.stationary") })
        // 29 insights more: everything that may go has gone, what may not stays, above the limit.
        let types = try store.pending(after: 0, limit: 99).map(\.type)
        #expect(types.allSatisfy { EventPriority(type: $0) == .never })
        #expect(try store.dropToName() == nil)
        try store.acknowledge(through: 31)
        let drop = try #require(try store.dropToName())
        #expect(drop.first == 1)
        #expect(drop.last == 31)
        #expect(drop.count == 60 - types.count)
        let later = try reopened(store, folder)
        #expect(try later.dropToName() == drop)
        try later.append([typed(61, "event.gap")], naming: drop)
        #expect(try later.dropToName() == nil)
    }

    private func reopened(_ store: Store, _ folder: TemporaryFolder) throws -> Store {
        try store.database.close()
        unlink(folder.path + "/store.lock")
        return try self.store(folder, OutboxLimits(pendingBytesMax: 3_000))
    }

    @Test func theSizeOfWhatWaitsIsKeptTrack() throws {
        let folder = TemporaryFolder()
        let store = try store(folder)
        try store.append((1...10).map { typed($0, "event.hr") })
        #expect(store.progress.withLock { $0.pendingBytes } == 1_000)
        try store.acknowledge(through: 4)
        #expect(store.progress.withLock { $0.pendingBytes } == 600)
        _ = try store.resume(from: .empty)
        #expect(store.progress.withLock { $0.pendingBytes } == 1_000)
        #expect(try store.database.read(Store.pendingBytes) == 1_000)
    }

    /// Without a loss nothing is read to count it; with one everything is.
    @Test func aConnectionKeepsTrackOfItToo() throws {
        let folder = TemporaryFolder()
        let store = try store(folder)
        try store.append((1...10).map { typed($0, "event.hr") })
        for (extent, bytes) in [
            (StoredExtent.newest(id: "01TEST4"), 600), (.unknown, 600), (.empty, 1_000),
            (.newest(id: "another's"), 1_000), (.newest(id: "01TEST9"), 100),
            (.newest(id: "01TEST8"), 200),
        ] as [(StoredExtent, Int64)] {
            _ = try store.resume(from: extent)
            #expect(store.progress.withLock { $0.pendingBytes } == bytes)
            #expect(try store.database.read(Store.pendingBytes) == bytes)
        }
    }

    /// A disk with no room for one page more.
    @Test func aFullDiskIsSaidAndCostsNothingThatWasStored() throws {
        let folder = TemporaryFolder()
        let store = try store(folder)
        try store.append([event(1)])
        try store.database.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        #expect(throws: StorageError.full(path: store.path)) {
            try store.append([typed(2, "event.hr", bytes: 100_000)])
        }
        #expect(store.lastSequence == 1)
        #expect(try store.pending(after: 0, limit: 9) == [event(1)])
        try store.database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        try store.append([typed(2, "event.hr", bytes: 100_000)])
        #expect(store.lastSequence == 2)
    }

    @Test func aReadOnlyDiskIsSaid() throws {
        let folder = TemporaryFolder()
        let store = try store(folder)
        try store.append([event(1)])
        try store.database.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA query_only = 1")
        }
        #expect(throws: StorageError.readOnly(path: store.path)) { try store.append([event(2)]) }
        #expect(throws: StorageError.readOnly(path: store.path)) {
            try store.acknowledge(through: 1)
        }
        #expect(store.lastSequence == 1)
        #expect(try store.pendingCount() == 1)
    }

    /// A tick costs one row, whatever it ticks off, and none of the events is written again.
    @Test func aTickIsOneRow() throws {
        let folder = TemporaryFolder()
        let store = try store(folder)
        try store.append((1...200).map { typed($0, "event.hrv", bytes: 3_000) })
        func logBytes() throws -> Int {
            try Data(contentsOf: URL(filePath: store.path + "-wal")).count
        }
        let before = try logBytes()
        try store.acknowledge(through: 150)
        // A page of the row and one of the run of drops, with their heads.
        #expect(try logBytes() - before <= 3 * (4_096 + 24))
        #expect(try store.pendingCount() == 50)
        let rows = try store.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM acknowledgements")
        }
        #expect(rows == 1)
    }

    /// What is no longer held back needs one row, which stands for all before it.
    @Test func ticksAreKeptAsLongAsWhatIsHeldBack() throws {
        let folder = TemporaryFolder()
        let clock = Mutex<Int64>(0)
        let store = try store(folder, OutboxLimits(holdBackBytes: 0)) { clock.withLock { $0 } }
        try store.append((1...60).map { typed($0, "event.hr") })
        for sequence in 1...60 as ClosedRange<UInt64> {
            clock.withLock { $0 += 60_000 }
            try store.acknowledge(through: sequence)
        }
        let rows = try store.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM acknowledgements")
        }
        #expect(rows == 12)
        // 50 was acknowledged ten minutes ago, 49 a minute before that.
        let loss = try store.resume(from: .newest(id: "01TEST40"))
        #expect(loss == AcknowledgedLoss(resentCount: 11, lostCount: 9))
        #expect(try store.pending(after: 0, limit: 99).map(\.sequence) == Array(50...60))
        // What was told lost stays where it was.
        try store.acknowledge(through: 60)
        #expect(try store.pendingCount() == 0)
    }

    /// However a tick ends, what is appended after it is on the disk before it counts.
    @Test func anAppendIsDurableAlsoBehindATick() throws {
        let folder = TemporaryFolder()
        let store = try store(folder)
        func synchronous() throws -> Int? {
            try store.database.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA synchronous")
            }
        }
        #expect(try synchronous() == 2)
        try store.append([event(1)])
        try store.acknowledge(through: 1)
        #expect(try synchronous() == 2)
        try store.database.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA query_only = 1")
        }
        #expect(throws: StorageError.readOnly(path: store.path)) {
            _ = try store.writeLazily { try $0.execute(sql: "DELETE FROM events") }
        }
        #expect(try synchronous() == 2)
    }

    /// A store from before there were rows of acknowledgements: what it had ticked off one by one
    /// stays ticked off, and is still held back.
    @Test func anOlderStoreGoesOn() throws {
        let folder = TemporaryFolder()
        do {
            let store = try store(folder)
            try store.append((1...6).map(event))
            try store.database.write { database in
                try database.execute(
                    sql: """
                        UPDATE events SET state = 2, acknowledged_ms = 7 WHERE sequence <= 4;
                        DROP TABLE acknowledgements;
                        DELETE FROM grdb_migrations WHERE identifier LIKE '5 %';
                        """)
            }
            try store.database.close()
            unlink(folder.path + "/store.lock")
        }
        let later = try store(folder)
        #expect(try later.pending(after: 0, limit: 9) == [event(5), event(6)])
        let loss = try later.resume(from: .newest(id: "01TEST2"))
        #expect(loss == AcknowledgedLoss(resentCount: 2, lostCount: 0))
        #expect(try later.pending(after: 0, limit: 9) == (3...6).map(event))
        try later.acknowledge(through: 6)
        #expect(try later.pendingCount() == 0)
    }
}
