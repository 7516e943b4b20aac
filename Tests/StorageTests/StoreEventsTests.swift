import Publishing
import Storage
import Testing

@Suite struct StoreEventsTests {
    @Test func theSequenceContinuesAfterReopening() throws {
        let folder = TemporaryFolder()
        do {
            let store = try openStore(folder.path)
            #expect(store.lastSequence == 0)
            try store.append((1...5).map(event))
        }
        let store = try openStore(folder.path)
        #expect(store.lastSequence == 5)
        #expect(store.instance == testInstance)
        try store.append([event(6)])
        #expect(try store.events(after: 0, limit: 100) == (1...6).map(event))
        #expect(try store.events(after: 4, limit: 1) == [event(5)])
        #expect(try store.event(id: "01TEST3") == event(3))
        #expect(try store.event(id: "none") == nil)
    }

    @Test func theOutboxIsWhatWaits() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        try store.append((1...10).map(event))
        #expect(try store.pending(after: 0, limit: 3) == (1...3).map(event))
        try store.acknowledge(through: 4)
        #expect(try store.pendingCount() == 6)
        #expect(try store.pending(after: 6, limit: 100) == (7...10).map(event))
        #expect(try store.pending(after: .max, limit: 100).isEmpty)
        #expect(try store.pending(after: 0, limit: -1).isEmpty)
    }

    @Test func withoutABrokerNothingWaits() throws {
        let folder = TemporaryFolder()
        do {
            try openStore(folder.path, keepsForBroker: false).append([event(1), event(2)])
        }
        let store = try openStore(folder.path)
        try store.append([event(3)])
        #expect(try store.pending(after: 0, limit: 10) == [event(3)])
    }

    @Test func aTakenIDStoresNothingOfTheBatch() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        try store.append([event(1)])
        let again = OutgoingEvent(
            sequence: 3, id: "01TEST1", subject: "s", type: "t", timeMilliseconds: 0, payload: [])
        #expect(throws: StorageError.self) { try store.append([event(2), again]) }
        #expect(store.lastSequence == 1)
        #expect(try store.events(after: 0, limit: 10) == [event(1)])
    }

    @Test func anAppendIsAnnounced() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        let outbox = MemoryOutbox()
        store.onAppend { outbox.append([event(1)]) }
        try store.append([])
        #expect(outbox.lastSequence == 0)
        try store.append([event(1)])
        #expect(outbox.lastSequence == 1)
    }
}
