import Acquisition
import Glibc
import TestKit
import Testing

@Suite struct PortReaderTests {
    private func open(_ board: PortTerminalPair) throws -> SerialPort {
        try SerialPort(opening: board.path, settings: PortSettings())
    }

    @Test func everyByteArrivesInOrder() throws {
        let board = PortTerminalPair()
        let reader = try PortReader(try open(board), gather: .milliseconds(2))
        let sent = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 * 31) }
        var chunks: [PortChunk] = []
        for start in stride(from: 0, to: sent.count, by: 1_000) {
            board.send(Array(sent[start..<start + 1_000]))
            #expect(awaitCondition { reader.receivedByteCount >= start + 1_000 })
            reader.take(into: &chunks)
        }
        #expect(chunks.flatMap(\.bytes) == sent)
        #expect(chunks.allSatisfy { !$0.bytes.isEmpty && $0.lostBefore == 0 })
        #expect(zip(chunks, chunks.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
        #expect(reader.droppedByteCount == 0)
    }

    @Test func firstBytesAreStampedWhenTheyCome() throws {
        let board = PortTerminalPair()
        let reader = try PortReader(try open(board))
        let before = MonotonicInstant.now()
        board.send([1, 2, 3])
        var chunks: [PortChunk] = []
        #expect(
            awaitCondition {
                reader.take(into: &chunks)
                return !chunks.isEmpty
            })
        let first = try #require(chunks.first)
        #expect(first.isPrompt)
        #expect(before < first.arrival && first.arrival <= .now())
        // Far below the time for which bytes are gathered, far above what a scheduler needs.
        #expect(first.arrival - before < .milliseconds(15))
    }

    @Test func bytesOfTheNapAreHandedOverThoughNoneFollow() throws {
        let board = PortTerminalPair()
        let reader = try PortReader(try open(board), gather: .milliseconds(30))
        board.send([1])
        #expect(awaitCondition { reader.receivedByteCount == 1 })
        board.send([2])
        var chunks: [PortChunk] = []
        #expect(
            awaitCondition {
                reader.take(into: &chunks)
                return chunks.count == 2
            })
        #expect(chunks.map(\.bytes) == [[1], [2]])
        // Nobody was waiting when the second came: its time is only an upper bound.
        #expect(chunks.map(\.isPrompt) == [true, false])
    }

    @Test func fullRingDropsTheOldestAndSaysWhere() throws {
        let board = PortTerminalPair()
        let reader = try PortReader(
            try open(board), capacity: 16_384, gather: .microseconds(100))
        let sent = (0..<30_000).map { UInt8(truncatingIfNeeded: $0 / 100) }
        for start in stride(from: 0, to: sent.count, by: 1_000) {
            board.send(Array(sent[start..<start + 1_000]))
            #expect(awaitCondition { reader.receivedByteCount == start + 1_000 })
        }
        var chunks: [PortChunk] = []
        reader.take(into: &chunks)
        let kept = chunks.flatMap(\.bytes)
        #expect(kept.count <= 16_384)
        #expect(kept == sent.suffix(kept.count))
        #expect(reader.droppedByteCount == sent.count - kept.count)
        #expect(chunks.first?.lostBefore == reader.droppedByteCount)
        #expect(chunks.dropFirst().allSatisfy { $0.lostBefore == 0 })
    }

    @Test func unpluggingEndsItAfterTheLastByte() async throws {
        let board = PortTerminalPair()
        let reader = try PortReader(try open(board))
        board.send([1, 2, 3])
        #expect(awaitCondition { reader.receivedByteCount == 3 })
        board.unplug()
        var chunks: [PortChunk] = []
        var state = PortReader.State.reading
        while state == .reading {
            await reader.wait()
            state = reader.take(into: &chunks)
        }
        #expect(state == .ended(.removed))
        #expect(chunks.flatMap(\.bytes) == [1, 2, 3])
    }

    @Test func stoppingEndsABlockedRead() throws {
        let board = PortTerminalPair()
        let reader = try PortReader(try open(board))
        #expect(awaitCondition { ownThreadCount(named: "port reader") == 1 })
        reader.stop()
        #expect(awaitCondition { ownThreadCount(named: "port reader") == 0 })
        var chunks: [PortChunk] = []
        #expect(reader.take(into: &chunks) == .ended(.stopped))
        reader.stop()
    }

    @Test func waitingEndsWhenItsTaskIsCancelled() async throws {
        let board = PortTerminalPair()
        let reader = try PortReader(try open(board))
        let waiting = Task { await reader.wait() }
        waiting.cancel()
        await waiting.value
        var chunks: [PortChunk] = []
        #expect(reader.take(into: &chunks) == .reading)
    }

    @Test func closedPortStaysOpenForItsReaderOnly() throws {
        let board = PortTerminalPair()
        let port = try open(board)
        let reader = try PortReader(port)
        port.close()
        // Without a line end: the terminal must still be raw for it to come.
        board.send([9])
        #expect(awaitCondition { reader.receivedByteCount == 1 })
        #expect(throws: PortError.gone(path: board.path)) { try PortReader(port) }
        reader.stop()
        #expect(board.settings.c_lflag & tcflag_t(ICANON) != 0)
    }

    /// Threads and descriptors are counted exactly: one lost in a thousand rounds shows.
    @Test func thousandRoundsLeakNothing() throws {
        let board = PortTerminalPair()
        func round() throws {
            let port = try open(board)
            let reader = try PortReader(port, gather: .zero)
            reader.stop()
            port.close()
        }
        try round()
        let descriptors = ownProcessEntries("fd").count
        for _ in 0..<1_000 { try round() }
        #expect(ownProcessEntries("fd").count == descriptors)
        #expect(awaitCondition { ownThreadCount(named: "port reader") == 0 })
    }

    @Test func forgottenReaderIsStopped() throws {
        let board = PortTerminalPair()
        let descriptors = ownProcessEntries("fd").count
        for _ in 0..<10 { _ = try PortReader(try open(board)) }
        #expect(ownProcessEntries("fd").count == descriptors)
        #expect(awaitCondition { ownThreadCount(named: "port reader") == 0 })
    }
}
