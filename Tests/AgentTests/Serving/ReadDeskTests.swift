import EventContract
import Foundation
import Publishing
import Storage
import Synchronization
import TestKit
import Testing

@testable import Agent

/// What is answered about the past, straight from a state directory.
@Suite struct ReadDeskTests {
    private struct Answer: Decodable {
        struct Point: Decodable {
            let time: String
            let kind: String
            let event: String
            let source: String
            let replay: Bool
            let measures: [String: DataPoint.Measure]
        }

        struct Insight: Decodable {
            let id: String
            let dataclassification: Label
        }

        let points: [Point]?
        let insights: [Insight]?
        let cursor: String?
        let omitted: Int?
    }

    private func desk(
        _ served: ServedStore, clock: any ServiceClock = ManualServiceClock()
    ) -> ReadDesk {
        ReadDesk(person: "default", clock: clock) { try Store(reading: served.directory) }
    }

    private func answer(
        _ desk: inout ReadDesk, _ request: ReadRequest, ceiling: Label = .confidential
    ) throws -> Answer {
        let bytes = try desk.answer(request, ceiling: ceiling, until: .seconds(10))
        #expect(bytes.count <= AnswerPage.bytesMax)
        return try JSONDecoder().decode(Answer.self, from: Data(bytes))
    }

    /// Every page, as one who asks until there is none left.
    private func everything(
        _ desk: inout ReadDesk, _ what: ReadSubject, kinds: [String]? = nil, countMax: Int,
        between: (Int) throws -> Void = { _ in }
    ) throws -> [String] {
        var (ids, cursor): ([String], String?) = ([], nil)
        for page in 0..<10_000 {
            let answer = try answer(
                &desk, ReadRequest(what, kinds: kinds, countMax: countMax, cursor: cursor))
            #expect((answer.points?.count ?? answer.insights?.count ?? 0) <= countMax)
            ids += answer.points?.map(\.event) ?? answer.insights?.map(\.id) ?? []
            cursor = answer.cursor
            if cursor == nil { return ids }
            try between(page)
        }
        return ids
    }

    private func refusal(
        _ desk: inout ReadDesk, _ request: ReadRequest, ceiling: Label = .confidential
    ) -> ServiceRefusal? {
        do throws(ServiceRefusal) {
            _ = try desk.answer(request, ceiling: ceiling, until: .seconds(10))
            return nil
        } catch {
            return error
        }
    }

    @Test func aPointSaysWhatItsEventSays() throws {
        let served = try ServedStore()
        let id = try served.add(.event(.hr), at: 1_795_226_400_000)
        var desk = desk(served)
        let bytes = try desk.answer(ReadRequest(.data), ceiling: .confidential, until: .seconds(10))
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                {"points":[{"event":"\(id)","kind":"hr","measures":{"heartRate":{"ci95":[1,2],\
                "unit":"1/min","value":1},"sdnn":{"reason":"windowTooShort","unit":"ms",\
                "value":null}},"replay":false,"source":"ecg",\
                "time":"2026-11-21T02:00:00.000Z"}],"cursor":null}
                """)
    }

    @Test func kindsAndTimesNarrowIt() throws {
        let served = try ServedStore()
        let hr = try (0..<3).map { try served.add(.event(.hr), at: Int64($0) * 1_000) }
        let eda = try served.add(.event(.eda), at: 1_500)
        try served.add(.event(.quality), at: 1_200)
        try served.add(.insight(.stationary), at: 1_300)
        var desk = desk(served)
        func ids(_ kinds: [String]?, _ from: Int64?, _ to: Int64?) throws -> [String]? {
            try answer(
                &desk,
                ReadRequest(
                    .data, kinds: kinds, from: from.map { WireTime(millisecondsSince1970: $0) },
                    to: to.map { WireTime(millisecondsSince1970: $0) })
            ).points?.map(\.event)
        }
        #expect(try ids(nil, nil, nil) == [hr[0], hr[1], eda, hr[2]])
        #expect(try ids(["hr"], nil, nil) == hr)
        #expect(try ids(nil, 1_000, 2_000) == [hr[1], eda])
        #expect(try ids(["temp"], nil, nil) == [])
    }

    /// Nothing doubled, nothing missing, however the pages are cut, while others append.
    @Test(arguments: [1, 7, 100, 2_000]) func pagesAreTheWhole(_ countMax: Int) throws {
        let served = try ServedStore()
        var generator = SeededGenerator(seed: 11)
        var expected: [(Int64, Int, String)] = []
        for number in 0..<600 {
            let time = Int64.random(in: 0..<200, using: &generator)
            let kind = try #require(EventKind.Event.measured.randomElement(using: &generator))
            expected.append((time, number, try served.add(.event(kind), at: time)))
        }
        var desk = desk(served)
        let ids = try everything(&desk, .data, countMax: countMax) { page in
            guard page < 50 else { return }
            // Before, at and after the place where the reading is.
            for time in [0, 100, 300] as [Int64] { try served.add(.event(.hr), at: time) }
        }
        let whole = expected.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        #expect(ids == whole)
    }

    /// 64 KiB hold a page, whatever is in it.
    @Test func bytesRunOutBeforeTheCount() throws {
        let served = try ServedStore()
        var ids: [String] = []
        for number in 0..<40 {
            let text = String(repeating: "x", count: 5_000 + 13 * number)
            ids.append(
                try served.add(.nudge(.stationary), at: 1, data: #"{"text":"\#(text)"}"#))
        }
        var desk = desk(served)
        let first = try answer(&desk, ReadRequest(.insights))
        #expect(first.cursor != nil)
        #expect((11...12).contains(first.insights?.count ?? 0))
        #expect(try everything(&desk, .insights, countMax: 2_000) == ids)
    }

    /// It can be had nowhere else in one message either; the rest is not held up by it.
    @Test func whatNoPageHoldsIsCounted() throws {
        let served = try ServedStore()
        let text = String(repeating: "x", count: AnswerPage.bytesMax)
        try served.add(.nudge(.stationary), at: 1, data: #"{"text":"\#(text)"}"#)
        let id = try served.add(.nudge(.stationary), at: 2)
        var desk = desk(served)
        let answer = try answer(&desk, ReadRequest(.insights))
        #expect(answer.insights?.map(\.id) == [id])
        #expect(answer.omitted == 1)
        #expect(answer.cursor == nil)
    }

    @Test func aCeilingHidesWhatIsAboveIt() throws {
        let served = try ServedStore()
        try served.add(.insight(.stationary), at: 1)
        let nudge = try served.add(.nudge(.stationary), at: 1)
        try served.add(.event(.hr), at: 1)
        // Whatever its type says, it says of itself that it is more.
        try served.add(.nudge(.trend), at: 2, label: .confidential)
        var desk = desk(served)
        let seen = try answer(&desk, ReadRequest(.insights), ceiling: .internal)
        #expect(seen.insights?.map(\.id) == [nudge])
        #expect(seen.insights?.map(\.dataclassification) == [.internal])
        #expect(try answer(&desk, ReadRequest(.insights)).insights?.count == 3)
        #expect(
            refusal(&desk, ReadRequest(.data, kinds: ["hr", "eda"]), ceiling: .internal)
                == .aboveCeiling(["hr", "eda"], ceiling: .internal))
        #expect(
            refusal(&desk, ReadRequest(.data), ceiling: .internal)
                == .aboveCeiling(ReadSubject.data.kinds, ceiling: .internal))
        #expect(
            refusal(&desk, ReadRequest(.insights), ceiling: .public)
                == .aboveCeiling(ReadSubject.insights.kinds, ceiling: .public))
    }

    @Test func anotherPersonsEventsAreNotAnswered() throws {
        let served = try ServedStore()
        let own = try served.add(.event(.hr), at: 1)
        try served.add(.event(.hr), at: 2, person: "somebody else")
        var desk = desk(served)
        #expect(try answer(&desk, ReadRequest(.data)).points?.map(\.event) == [own])
    }

    @Test func aCursorBelongsToItsQuestion() throws {
        let served = try ServedStore()
        for number in 0..<5 { try served.add(.event(.hr), at: Int64(number)) }
        var desk = desk(served)
        let cursor = try #require(try answer(&desk, ReadRequest(.data, countMax: 2)).cursor)
        // How much at a time is nothing to it; another process goes on from it as well.
        var other = self.desk(served)
        #expect(
            try answer(&other, ReadRequest(.data, countMax: 9, cursor: cursor)).points?.count == 3)
        for request in [
            ReadRequest(.data, kinds: ["hr"], cursor: cursor),
            ReadRequest(.data, from: WireTime(millisecondsSince1970: 0), cursor: cursor),
            ReadRequest(.insights, cursor: cursor), ReadRequest(.data, cursor: "again"),
            ReadRequest(.data, cursor: cursor.uppercased() + "0"),
            ReadRequest(.data, cursor: "0" + cursor.dropFirst()),
        ] {
            #expect(refusal(&desk, request) == .cursorUnknown)
        }
    }

    /// Somebody alters a cursor: a page of what they may see anyway, or a refusal, never a crash.
    @Test func anAlteredCursorIsHarmless() throws {
        let served = try ServedStore()
        for number in 0..<5 { try served.add(.event(.hr), at: Int64(number)) }
        var desk = desk(served)
        let cursor = try #require(try answer(&desk, ReadRequest(.data, countMax: 2)).cursor)
        var generator = SeededGenerator(seed: 3)
        var answered = 0
        for _ in 0..<300 {
            var letters = Array(cursor.utf8)
            let place = Int.random(in: 0..<letters.count, using: &generator)
            letters[place] = try #require(
                Array("0123456789abcdef".utf8).randomElement(using: &generator))
            let request = ReadRequest(.data, cursor: String(decoding: letters, as: UTF8.self))
            let bytes = try? desk.answer(request, ceiling: .confidential, until: .seconds(10))
            answered += bytes == nil ? 0 : 1
        }
        #expect(answered > 100)
    }

    /// When the time is up the page ends early, and the next goes on.
    @Test func timeRunsOutBeforeTheCount() throws {
        let served = try ServedStore()
        let ids = try (0..<20).map { try served.add(.event(.hr), at: Int64($0)) }
        // A second for each look at the clock.
        let ticks = Mutex(0)
        let clock = ManualServiceClock {
            .seconds(
                ticks.withLock { ticks in
                    ticks += 1
                    return ticks
                })
        }
        var desk = desk(served, clock: clock)
        var (read, cursor, pages): ([String], String?, Int) = ([], nil, 0)
        repeat {
            ticks.withLock { $0 = 0 }
            let page = try answer(&desk, ReadRequest(.data, cursor: cursor))
            read += page.points?.map(\.event) ?? []
            cursor = page.cursor
            pages += 1
        } while cursor != nil && pages < 50
        #expect(read == ids)
        #expect(pages == 2)
    }

    @Test func aStoreThatCannotBeReadIsARefusal() throws {
        let folder = try TemporaryFolder()
        var desk = ReadDesk(person: "default", clock: ManualServiceClock()) {
            try Store(reading: folder.path)
        }
        #expect(refusal(&desk, ReadRequest(.data)) == .storeUnavailable)
    }
}
