import FlyingFox
import Foundation

/// The live page on this machine: its files, and a WebSocket that carries a feed.
public final class LiveServer: Sendable {
    /// Where it is, as a browser wants it.
    public let address: String
    private let server: BoundedServer
    private let feed: PageFeed

    /// Bound at once, so that a port that is taken is known before anything begins.
    public convenience init(
        _ address: LoopbackAddress, feed: PageFeed
    ) throws(ServingError) {
        try self.init(host: address.host, port: address.port, feed: feed, files: .embedded)
    }

    init(
        host: String, port: UInt16, feed: PageFeed, files: PageFiles,
        limits: ServerLimits = ServerLimits()
    ) throws(ServingError) {
        let listening = try ListeningPort(host: host, port: port)
        let taken = listening.port ?? port
        let gate = PageGate(port: taken)
        self.feed = feed
        address = "http://\(host.contains(":") ? "[\(host)]" : host):\(taken)/"
        server = BoundedServer(on: listening, limits: limits) { head, _ in
            if let objection = gate.objection(to: head) { return .answer(objection) }
            if head.path == "/live" {
                if let objection = gate.objectionToSocket(head) { return .answer(objection) }
                return await Self.socket(head, feed)
            }
            return .answer(files[head.path] ?? .text(404, "There is no such page.\n"))
        }
    }

    /// Serves until cancelled.
    public func run() async throws { try await server.run() }

    /// Waits until everyone has taken what was said last, at most so long.
    public func settle(within limit: Duration = .seconds(1)) async {
        let deadline = ContinuousClock.now.advanced(by: limit)
        while !feed.isTaken, .now < deadline {
            try? await ContinuousClock().sleep(for: .milliseconds(20))
        }
        // What has been taken is written, and shown.
        if feed.viewerCount > 0 { try? await ContinuousClock().sleep(for: .milliseconds(100)) }
    }

    var connectionCount: Int { server.connectionCount }

    private static func socket(_ head: RequestHead, _ feed: PageFeed) async -> ServedReply {
        guard let accept = await accept(head) else {
            return .answer(
                .text(
                    426, "This address speaks WebSocket.\n",
                    headers: ["Upgrade: websocket", "Sec-WebSocket-Version: 13"]))
        }
        guard let viewer = feed.join() else {
            return .answer(
                .text(503, "As many browsers watch as may. Close one, and reload.\n"))
        }
        return .webSocket(
            .switching(accept: accept),
            { await Viewer(queue: viewer.queue).converse(over: $0) },
            ended: { feed.leave(viewer.number) })
    }

    /// The key's counterpart, by FlyingFox's handshake; nil where the request is none.
    private static func accept(_ head: RequestHead) async -> String? {
        guard head.lists("upgrade", in: "connection"),
            head["upgrade"]?.lowercased() == "websocket", head["sec-websocket-version"] == "13",
            let key = head["sec-websocket-key"], let host = head["host"]
        else { return nil }
        let request = HTTPRequest(
            method: .GET, version: .http11, path: head.path, query: [],
            headers: [
                .host: host, .upgrade: "websocket", .connection: "Upgrade",
                .webSocketKey: key, .webSocketVersion: "13",
            ], body: Data())
        let response = try? await WebSocketHTTPHandler(handler: NoFrames()).handleRequest(request)
        return response?.headers[.webSocketAccept]
    }
}

/// The handshake wants to know who talks afterwards; that is not FlyingFox.
private struct NoFrames: WSHandler {
    func makeFrames(
        for client: AsyncThrowingStream<WSFrame, any Error>
    ) async throws -> AsyncStream<WSFrame> { AsyncStream { $0.finish() } }
}
