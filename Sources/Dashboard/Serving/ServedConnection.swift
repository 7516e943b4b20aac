import FlyingSocks
import Foundation
import Glibc

/// One client: its request, its answer, its end.
struct ServedConnection: Sendable {
    private let socket: AsyncSocket
    private let pool: SocketPool<ePoll>
    private let limits: ServerLimits
    /// Says that the connection is to be done with what it does by then.
    private let isAnswered: @Sendable (ContinuousClock.Instant) -> Void

    init(
        socket: AsyncSocket, pool: SocketPool<ePoll>, limits: ServerLimits,
        isAnswered: @escaping @Sendable (ContinuousClock.Instant) -> Void = { _ in }
    ) {
        self.socket = socket
        self.pool = pool
        self.limits = limits
        self.isAnswered = isAnswered
        _ = fcntl(socket.socket.file.rawValue, F_SETFD, FD_CLOEXEC)
        try? socket.socket.setValue(limits.sendBuffer, for: .sendBufferSize)
    }

    func serve(_ reply: @Sendable (RequestHead, [UInt8]) async -> ServedReply) async {
        do {
            let (head, body, rest) = try await request()
            isAnswered(.now.advanced(by: limits.answerTime))
            switch await reply(head, body) {
            case .answer(let answer): try await give(answer)
            case .webSocket(let answer, let converse, let ended):
                defer { ended() }
                try await socket.write(Data(answer.bytes))
                await converse(
                    WebSocket(
                        socket: socket, unread: rest, stallTime: limits.stallTime,
                        extend: isAnswered))
            }
        } catch let problem as HeadProblem {
            isAnswered(.now.advanced(by: limits.answerTime))
            try? await give(problem.answer)
        } catch {
            // It has gone, or its time is over.
        }
    }

    /// Everything that has been read behind the head belongs to whatever comes after it.
    private func request() async throws -> (RequestHead, [UInt8], [UInt8]) {
        var bytes: [UInt8] = []
        var end: Int?
        while end == nil {
            guard bytes.count < limits.headBytes else { throw HeadProblem.headTooLarge }
            let from = max(0, bytes.count - 3)
            bytes += try await socket.read(atMost: limits.headBytes - bytes.count)
            end = Self.endOfHead(in: bytes, from: from)
        }
        let head = try RequestHead(bytes[..<(end ?? 0)], bodyBytes: limits.bodyBytes)
        var rest = Array(bytes[(end ?? 0)...])
        while rest.count < head.contentLength {
            rest += try await socket.read(atMost: head.contentLength - rest.count)
        }
        let length = head.contentLength
        return (head, Array(rest.prefix(length)), Array(rest.dropFirst(length)))
    }

    static func endOfHead(in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in start...(bytes.count - 4)
        where bytes[index] == 0x0D && bytes[index + 1] == 0x0A && bytes[index + 2] == 0x0D
            && bytes[index + 3] == 0x0A
        {
            return index + 4
        }
        return nil
    }

    /// Waits for the other end to close, within the time of the answer: an answer is lost where a
    /// socket is closed over bytes that nobody has read.
    private func give(_ answer: ServedAnswer) async throws {
        try await socket.write(Data(answer.bytes))
        Glibc.shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
        var drained = 0
        while drained < 1_048_576 {
            drained += try await socket.read(atMost: 16_384).count
        }
    }

    /// What the socket takes without waiting.
    func writeAtOnce(_ bytes: [UInt8]) {
        _ = try? socket.socket.write(Data(bytes), from: 0)
    }

    /// The pool forgets a socket in its own time; closed before that, the next socket with the same
    /// number would never be woken.
    func close() async {
        await Self.settle(pool)
        try? socket.close()
    }

    private static func settle(_ pool: isolated SocketPool<ePoll>) {}
}
