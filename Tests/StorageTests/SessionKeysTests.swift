import Foundation
import Publishing
import Synchronization
import TestKit
import Testing

@testable import Storage

/// A key for each session: what is sealed with it, and what is left when it is gone.
@Suite struct SessionKeysTests {
    /// Bytes turned over, under a name for each session.
    private struct Turned: PayloadCodec {
        let name: String
        func seal(_ payload: [UInt8]) -> [UInt8] { payload.map { ~$0 } }
        func open(_ sealed: [UInt8]) -> [UInt8] { sealed.map { ~$0 } }
    }

    private final class Keys: SessionKeys {
        private let made = Mutex<Set<String>>([])
        var all: Set<String> { made.withLock { $0 } }

        func make(for session: String) -> (any PayloadCodec)? {
            made.withLock { _ = $0.insert(session) }
            return Turned(name: "key of " + session)
        }

        func codec(of session: String) -> (any PayloadCodec)? {
            all.contains(session) ? Turned(name: "key of " + session) : nil
        }

        func codec(named name: String) -> (any PayloadCodec)? {
            all.lazy.compactMap { self.codec(of: $0) }.first { $0.name == name }
        }

        func destroy(of session: String) { made.withLock { _ = $0.remove(session) } }
    }

    private let folder: TestKit.TemporaryFolder
    private let keys = Keys()
    private let store: Store

    init() throws {
        folder = try TestKit.TemporaryFolder()
        store = try Store(
            directory: folder.path + "/state", sessionKeys: keys, keepsForBroker: true,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
        for (number, session) in ["A", "B"].enumerated() {
            try store.begin(
                StoredSession(
                    id: session, recording: nil, sha256: nil, startMilliseconds: 0,
                    payload: Array("session \(session)".utf8)))
            try store.append(beats: [
                StoredBeat(
                    session: session, source: .ecg, index: 0, timeMilliseconds: 1,
                    payload: Array("beat of \(session)".utf8))
            ])
            try store.append([event(UInt64(number + 1), "event of \(session)")])
            try store.end(session: session, atMilliseconds: 60_000)
        }
        try store.append([event(3, "event of nobody")])
    }

    private func event(_ sequence: UInt64, _ text: String) -> OutgoingEvent {
        OutgoingEvent(
            sequence: sequence, id: "01JD000000000000000000000\(sequence)", subject: "s",
            type: "t", timeMilliseconds: 1, payload: Array(text.utf8))
    }

    private func fileHolds(_ text: String) -> Bool {
        ["", "-wal"].contains { suffix in
            let path = folder.path + "/state/store.sqlite" + suffix
            let data = FileManager.default.contents(atPath: path) ?? Data()
            return data.range(of: Data(text.utf8)) != nil
                || data.range(of: Data(Array(text.utf8).map { ~$0 })) != nil
        }
    }

    @Test func rowsAndEventsOfASessionAreItsKeys() throws {
        #expect(!fileHeldInClear("beat of A"))
        #expect(!fileHeldInClear("event of B"))
        #expect(fileHeldInClear("event of nobody"))
        let all = try store.events(after: 0, limit: 10).map {
            String(decoding: $0.payload, as: UTF8.self)
        }
        #expect(all == ["event of A", "event of B", "event of nobody"])
        let reader = try Store(reading: folder.path + "/state", sessionKeys: keys)
        #expect(try reader.sessions().map(\.payload).first == Array("session A".utf8))
    }

    private func fileHeldInClear(_ text: String) -> Bool {
        ["", "-wal"].contains { suffix in
            let path = folder.path + "/state/store.sqlite" + suffix
            return FileManager.default.contents(atPath: path)?.range(of: Data(text.utf8)) != nil
        }
    }

    @Test func anErasedSessionIsNoise() throws {
        #expect(try store.waitingCount(ofSession: "A") == 1)
        try store.acknowledge(through: 3)
        #expect(try store.waitingCount(ofSession: "A") == 0)
        #expect(try store.erase(session: "A") == 2)
        #expect(keys.all == ["B"])
        #expect(try store.sessions().map(\.id) == ["B"])
        #expect(try store.events(after: 0, limit: 10).map(\.sequence) == [2, 3])
        for text in ["session A", "beat of A", "event of A"] { #expect(!fileHolds(text)) }
        #expect(fileHolds("beat of B"))
        // Nothing in a copy of the database opens any more: its key was never in it.
        #expect(keys.codec(named: "key of A") == nil)
        // Again, and of what was never there.
        #expect(try store.erase(session: "A") == 0)
        #expect(try store.erase(session: "X") == 0)
    }
}
