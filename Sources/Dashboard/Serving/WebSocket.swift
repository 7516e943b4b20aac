import FlyingSocks
import Foundation

/// The two directions of one upgraded connection, bytes as they are on the wire.
struct WebSocket: Sendable {
    private let socket: AsyncSocket
    private let unread: [UInt8]
    private let stallTime: Duration
    private let extend: @Sendable (ContinuousClock.Instant) -> Void

    init(
        socket: AsyncSocket, unread: [UInt8], stallTime: Duration,
        extend: @escaping @Sendable (ContinuousClock.Instant) -> Void
    ) {
        self.socket = socket
        self.unread = unread
        self.stallTime = stallTime
        self.extend = extend
    }

    /// Says what the other end sends, until it goes or breaks the rules.
    /// - Parameter take: nil to go on, or the code to close with.
    func read(_ take: (WebSocketInbox.Piece) -> UInt16?) async -> UInt16? {
        var inbox = WebSocketInbox()
        var bytes = unread
        while true {
            for piece in inbox.take(bytes) {
                if case .violation(let code) = piece { return code }
                if let code = take(piece) { return code }
            }
            guard let more = try? await socket.read(atMost: 4_096) else { return nil }
            bytes = more
        }
    }

    /// Waits as long as the other end takes; gone or stalled, it throws.
    func write(_ bytes: [UInt8]) async throws {
        extend(.now.advanced(by: stallTime))
        try await socket.write(Data(bytes))
        extend(.now.advanced(by: .seconds(31_536_000)))  // Nothing is owed: a year.
    }
}
