import Storage
import Testing

@Suite struct StoreRowsTests {
    private let session = StoredSession(
        id: "s1", recording: "/data/100", sha256: "ab", startMilliseconds: 1_000,
        payload: Array("{}".utf8))

    @Test func sessionsBeginAndEnd() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        try store.begin(session)
        #expect(try store.sessions() == [session])
        try store.end(session: "s1", atMilliseconds: 9_000)
        #expect(try store.sessions().first?.endMilliseconds == 9_000)
        #expect(throws: StorageError.self) { try store.begin(session) }
    }

    @Test func beatsComeBackBySourceAndTime() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path, codec: ReversingCodec())
        try store.begin(session)
        let beats = (0..<100).map { index in
            StoredBeat(
                session: "s1", source: index < 50 ? .ecg : .ppg, index: Int64(index),
                timeMilliseconds: Int64(index) * 800, payload: [UInt8(index), 1])
        }
        try store.append(beats: beats)
        #expect(
            try store.beats(session: "s1", source: .ecg, milliseconds: 8_000..<16_000)
                == Array(beats[10..<20]))
        #expect(
            try store.beats(session: "s1", source: .ppg, milliseconds: 0..<Int64.max)
                == Array(beats[50...]))
    }

    @Test func beatsOfNoSessionAreRefused() throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        let stray = StoredBeat(
            session: "none", source: .ecg, index: 0, timeMilliseconds: 0, payload: [])
        #expect(throws: StorageError.self) { try store.append(beats: [stray]) }
    }

    @Test(arguments: SpanTable.allCases)
    func spansComeBackByKindAndTime(_ table: SpanTable) throws {
        let folder = TemporaryFolder()
        let store = try openStore(folder.path)
        try store.begin(session)
        let spans = (0..<10).map { (index: Int) -> StoredSpan in
            let start = Int64(index) * 100
            return StoredSpan(
                session: "s1", kind: index.isMultiple(of: 2) ? "hrv" : "hr",
                milliseconds: start..<(start + 100), payload: [UInt8(index)])
        }
        try store.append(spans, to: table)
        #expect(try store.spans(in: table, session: "s1", milliseconds: 0..<10_000) == spans)
        #expect(
            try store.spans(in: table, session: "s1", kind: "hrv", milliseconds: 150..<450)
                == [spans[2], spans[4]])
    }
}
