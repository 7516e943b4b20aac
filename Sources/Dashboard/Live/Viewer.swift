import Synchronization

/// One browser that watches: what waits for it goes out as fast as it takes it, and what it says is
/// hardly listened to.
struct Viewer: Sendable {
    /// A page answers what it gets; one that talks on and on is none.
    private static let unansweredMax = 256

    let queue: ViewerQueue

    func converse(over socket: WebSocket) async {
        let heard = Tally()
        await withTaskGroup(of: UInt16?.self) { group in
            group.addTask {
                await socket.read { piece in
                    if heard.add() > Self.unansweredMax { return 1_008 }
                    switch piece {
                    case .close: return 1_000
                    case .ping(let payload): queue.pong(WebSocketFrame.pong(payload))
                    case .text, .pong, .violation: break
                    }
                    return nil
                }
            }
            group.addTask {
                while let bytes = await queue.take() {
                    do { try await socket.write(bytes) } catch { return nil }
                    heard.clear()
                }
                return 1_001
            }
            let code = await group.next() ?? nil
            queue.close()
            group.cancelAll()
            await group.waitForAll()
            if let code, !Task.isCancelled {
                try? await socket.write(WebSocketFrame.close(code))
            }
        }
    }
}

/// What a browser has said since it last took something.
private final class Tally: Sendable {
    private let count = Mutex(0)

    func add() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    func clear() { count.withLock { $0 = 0 } }
}
