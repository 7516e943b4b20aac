import GRDB
import Publishing
import TestKit
import Testing

@testable import Storage

@Suite struct EventWindowTests {
    private func store(_ folder: TemporaryFolder) throws -> Store {
        try Store(
            directory: folder.path + "/state", keepsForBroker: false,
            newInstance: {
                Instance(
                    uuid: "00000000-0000-4000-8000-000000000000", pseudonymKey: Array(0..<32),
                    createdMilliseconds: 7)
            }, now: { 42 })
    }

    private func event(_ sequence: UInt64, _ type: String, at time: Int64) -> OutgoingEvent {
        OutgoingEvent(
            sequence: sequence, id: "E\(sequence)", subject: "s", type: type,
            timeMilliseconds: time, payload: [1])
    }

    private func sequences(
        _ store: Store, _ window: EventWindow, countMax: Int = .max
    ) throws -> [UInt64] {
        var sequences: [UInt64] = []
        try store.read(window) { event in
            sequences.append(event.sequence)
            return sequences.count < countMax
        }
        return sequences
    }

    private let all = Int64.min..<Int64.max

    @Test func eventsComeInTheOrderOfTheirOwnTime() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        try store.append([
            event(1, "a", at: 30), event(2, "a", at: 10), event(3, "b", at: 20),
            event(4, "a", at: 10), event(5, "a", at: -5),
        ])
        func read(_ types: [String], _ times: Range<Int64>, through: UInt64 = 99) throws -> [UInt64]
        {
            try sequences(
                store, EventWindow(types: types, milliseconds: times, after: nil, through: through))
        }
        #expect(try read(["a"], all) == [5, 2, 4, 1])
        #expect(try read(["a", "b"], all) == [5, 2, 4, 3, 1])
        #expect(try read(["a", "b"], 10..<30) == [2, 4, 3])
        #expect(try read(["a"], all, through: 3) == [2, 1])
        #expect(try read([], all) == [])
        #expect(try read(["c"], all) == [])
        #expect(try read(["a"], 10..<10) == [])
    }

    @Test func aWindowHasItsFirstAndLastTimes() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        try store.append([
            event(1, "a", at: 30), event(2, "a", at: 10), event(3, "b", at: 20),
            event(4, "a", at: 10), event(5, "a", at: -5),
        ])
        func times(
            _ types: [String], _ times: Range<Int64>, through: UInt64 = 99
        ) throws -> ClosedRange<Int64>? {
            try store.times(
                of: EventWindow(types: types, milliseconds: times, after: nil, through: through))
        }
        #expect(try times(["a"], all) == -5...30)
        #expect(try times(["b"], all) == 20...20)
        #expect(try times(["a", "b"], 10..<30) == 10...20)
        #expect(try times(["a"], all, through: 4) == 10...30)
        #expect(try times([], all) == nil)
        #expect(try times(["c"], all) == nil)
        #expect(try times(["a"], 10..<10) == nil)
    }

    /// Cut anywhere, the pieces are the whole.
    @Test(arguments: [1, 2, 3, 7]) func aReadingGoesOnWhereItWas(_ step: Int) throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        var generator = SeededGenerator(seed: 5)
        try store.append(
            (1...200).map {
                event(
                    $0, ["a", "b", "c"].randomElement(using: &generator) ?? "a",
                    at: .random(in: 0..<20, using: &generator))
            })
        func window(_ after: EventWindow.Place?) -> EventWindow {
            EventWindow(types: ["a", "c"], milliseconds: 3..<17, after: after, through: 180)
        }
        let whole = try sequences(store, window(nil))
        var pieces: [UInt64] = []
        var place: EventWindow.Place?
        while true {
            var last: EventWindow.Place?
            var count = 0
            try store.read(window(place)) { event in
                pieces.append(event.sequence)
                last = .init(timeMilliseconds: event.timeMilliseconds, sequence: event.sequence)
                count += 1
                return count < step
            }
            guard let last else { break }
            place = last
        }
        #expect(pieces == whole)
        #expect(whole.count > 50)
    }

    /// A place before the window gives nothing that is not in it.
    @Test func aPlaceOutsideTheWindowIsHarmless() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        try store.append([event(1, "a", at: 10), event(2, "a", at: 20)])
        let place = EventWindow.Place(timeMilliseconds: 5, sequence: 9)
        let window = EventWindow(types: ["a"], milliseconds: 10..<30, after: place, through: 9)
        #expect(try sequences(store, window) == [1, 2])
    }

    /// Beside the writer, and without waiting for it.
    @Test func aReaderSeesWhatAnotherAppends() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        try store.append([event(1, "a", at: 10)])
        let reader = try Store(reading: folder.path + "/state")
        #expect(try reader.newestSequence() == 1)
        try store.append([event(2, "a", at: 5)])
        #expect(try reader.newestSequence() == 2)
        let window = EventWindow(types: ["a"], milliseconds: all, after: nil, through: 2)
        #expect(try sequences(reader, window) == [2, 1])
    }

    /// A year of events is not searched through for an hour of them.
    @Test func theIndexIsUsed() throws {
        let folder = try TemporaryFolder()
        let store = try store(folder)
        let steps = try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    EXPLAIN QUERY PLAN SELECT * FROM events
                    WHERE (time_ms, sequence) > (1, 1) AND time_ms < 5 AND sequence <= 9
                    AND type IN ('a', 'b') ORDER BY time_ms, sequence
                    """
            ).map { $0["detail"] as String }
        }
        #expect(steps.count == 1)
        #expect(steps.first?.contains("events_by_time") == true, "\(steps)")
    }
}
