import FlyingSocks

/// An HTTP server for this machine whose every client is bounded: how many there are, how much
/// each may say, and how long it may take.
///
/// FlyingSocks waits for the sockets; reading requests is done here, because FlyingFox's own reader
/// has no limit on a header, on a frame, or on the time either takes. One request a connection.
final class BoundedServer: Sendable {
    private typealias Pool = SocketPool<ePoll>

    private let listening: ListeningPort
    private let limits: ServerLimits
    private let register: ConnectionRegister
    private let pool: SocketPool<ePoll> = .ePoll(maxEvents: 64)
    private let admit: @Sendable (Int32) -> ServedAnswer?
    private let reply: @Sendable (RequestHead, [UInt8]) async -> ServedReply

    /// - Parameters:
    ///   - admit: to a fresh socket, before anything is read: nil to let it in.
    ///   - reply: to a whole request, head and body.
    init(
        on listening: ListeningPort, limits: ServerLimits = ServerLimits(),
        admit: @escaping @Sendable (Int32) -> ServedAnswer? = { _ in nil },
        reply: @escaping @Sendable (RequestHead, [UInt8]) async -> ServedReply
    ) {
        self.listening = listening
        self.limits = limits
        self.admit = admit
        self.reply = reply
        register = ConnectionRegister(limit: limits.connections)
    }

    /// Open connections.
    var connectionCount: Int { register.count }

    /// Serves until cancelled; then everything is closed.
    func run() async throws {
        defer { listening.close() }
        try await pool.prepare()
        let listener = try AsyncSocket(socket: listening.socket, pool: pool)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Cancelled last, when every connection has been closed.
            let polling = Task { [pool] in try await pool.run() }
            defer { polling.cancel() }
            group.addTask { _ = try await polling.value }
            group.addTask { try await self.accept(on: listener) }
            group.addTask { try await self.watch() }
            do { try await group.next() } catch is CancellationError {}
            group.cancelAll()
            await register.close()
            polling.cancel()
        }
    }

    private func watch() async throws {
        while true {
            try await ContinuousClock().sleep(for: limits.tick)
            register.endLate(at: .now)
        }
    }

    private func accept(on listener: AsyncSocket) async throws {
        while true {
            do {
                await open(try await listener.accept())
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                // No file descriptor is left, or the client has gone: others will come.
                try await ContinuousClock().sleep(for: .milliseconds(20))
            }
        }
    }

    private func open(_ socket: AsyncSocket) async {
        if let refusal = admit(socket.socket.file.rawValue) {
            return await turnAway(socket, with: refusal)
        }
        let deadline = ContinuousClock.now.advanced(by: limits.requestTime)
        var admission = register.admit(until: deadline)
        if case .after(let ending) = admission {
            await ending.value
            admission = register.admit(until: deadline)
        }
        guard case .admitted(let number) = admission else {
            await turnAway(
                socket,
                with: .text(503, "Too many connections are open. Close some, and try again.\n"))
            return
        }
        let task = Task { [register] in
            let connection = ServedConnection(
                socket: socket, pool: pool, limits: limits,
                isAnswered: { register.set(.answered, until: $0, of: number) })
            await connection.serve(reply)
            await connection.close()
            register.remove(number)
        }
        register.set(task, of: number)
    }

    /// Once, into the empty buffer of a fresh socket: nobody is waited for.
    private func turnAway(_ socket: AsyncSocket, with answer: ServedAnswer) async {
        let connection = ServedConnection(socket: socket, pool: pool, limits: limits)
        connection.writeAtOnce(answer.bytes)
        await connection.close()
    }
}
