import Foundation
import TestKit
import Testing

@testable import Dashboard

/// The page over real sockets.
struct LiveServerTests {
    private let strict = [
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; font-src 'none'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'\r\n",
        "X-Content-Type-Options: nosniff\r\n", "Referrer-Policy: no-referrer\r\n",
        "Cache-Control: no-store\r\n", "Cross-Origin-Opener-Policy: same-origin\r\n",
        "Cross-Origin-Embedder-Policy: require-corp\r\n",
        "Cross-Origin-Resource-Policy: same-origin\r\n",
    ]

    @Test func everyAnswerIsStrict() async throws {
        try await withServer { _, port in
            let page = try await PageClient.get("/", port: port)
            #expect(page.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"))
            #expect(page.hasSuffix("\r\n\r\n<p>page"))
            let others = [
                try await PageClient.get("/page.css", port: port),
                try await PageClient.get("/nothing", port: port),
                try await PageClient.ask(port: port, "nonsense\r\n\r\n"),
                try await PageClient.ask(port: port, "GET / HTTP/1.1\r\nHost: evil\r\n\r\n"),
                try await PageClient.viewer(port: port).head,
            ]
            for answer in [page] + others {
                for line in strict { #expect(answer.contains(line), "\(answer)") }
            }
        }
    }

    @Test(arguments: [
        "/../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/", "//", "/page.css/", "/page.css%00",
        "/index.html", "/./page.css", "/Package.swift",
    ])
    func thereIsNothingBesideThePage(path: String) async throws {
        try await withServer { _, port in
            let answer = try await PageClient.get(path, port: port)
            #expect(answer.hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test func hugeHeadsAreRefusedBeforeTheyAreWhole() async throws {
        try await withServer { server, port in
            let huge = "GET / HTTP/1.1\r\nA: " + String(repeating: "a", count: 1_000_000)
            let refused = try await PageClient.ask(port: port, huge)
            #expect(refused.hasPrefix("HTTP/1.1 431 "))
            let answer = try await PageClient.get("/", port: port)
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
        }
    }

    /// A request that is never finished keeps no connection open past its time.
    @Test func whoNeverFinishesAskingIsClosed() async throws {
        var limits = ServerLimits()
        limits.requestTime = .milliseconds(200)
        limits.tick = .milliseconds(20)
        try await withServer(limits: limits) { server, port in
            let client = try PageClient(port: port)
            let hasEnded = await onThread {
                client.connection.write("GET / HTTP/1.1\r\nA: a")
                return client.isEnded()
            }
            #expect(hasEnded)
            client.connection.close()
        }
    }

    /// A thousand that ask for nothing cannot keep one that asks from its answer.
    @Test func aThousandIdleConnectionsAreBounded() async throws {
        var limits = ServerLimits()
        limits.connections = 32
        limits.requestTime = .seconds(600)
        try await withServer(limits: limits) { server, port in
            var open: [LoopbackServer.Connection] = []
            let wanted = LoopbackServer.connectionsPossible(upTo: 1_000)
            #expect(wanted > 64)
            for _ in 0..<wanted {
                if let connection = LoopbackServer.Connection.opened(toPort: port) {
                    open.append(connection)
                }
            }
            #expect(open.count == wanted)
            let answer = try await PageClient.get("/", port: port)
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(server.connectionCount <= 32)
            for connection in open { connection.close() }
        }
    }

    /// Sockets that come and go in numbers leave nobody waiting behind them.
    @Test func afterManyComersTheServerStillAnswers() async throws {
        try await withServer { server, port in
            for round in 0..<200 {
                let connection = try #require(LoopbackServer.Connection.opened(toPort: port))
                if round % 2 == 0 { connection.write("GET") }
                connection.close()
            }
            for _ in 0..<20 {
                let answer = try await PageClient.get("/", port: port)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    /// The key and its answer are those of RFC 6455 section 1.3.
    @Test func aBrowserIsLetInAndIntroduced() async throws {
        let feed = PageFeed()
        feed.begin(.sample())
        try await withServer(feed: feed) { _, port in
            let (client, head) = try await PageClient.viewer(port: port)
            #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
            #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
            let first = await onThread { client.readFrame().map { [$0.first] + $0.payload } ?? [] }
            #expect(first == [0x81] + PageSession.sample().json(at: 0))
            let pong = await onThread {
                client.connection.write(masked(0x89, [1, 2, 3]))
                return client.readFrame().map { [$0.first] + $0.payload } ?? []
            }
            #expect(pong == [0x8A, 1, 2, 3])
            let code = await onThread {
                client.connection.write(masked(0x88, [3, 232]))
                return client.readCloseCode()
            }
            #expect(code == 1_000)
            client.connection.close()
            #expect(await onThread { awaitCondition { feed.viewerCount == 0 } })
        }
    }

    @Test func anotherSitesSocketIsRefused() async throws {
        try await withServer { _, port in
            let foreign = PageClient.handshake(port: port, origin: "http://evil.example")
            let refused = try await PageClient.ask(port: port, foreign)
            #expect(refused.hasPrefix("HTTP/1.1 403 "))
            let plain = try await PageClient.get(
                "/live", port: port, "Origin: http://127.0.0.1:\(port)\r\n")
            #expect(plain.hasPrefix("HTTP/1.1 426 "))
        }
    }

    @Test(
        arguments: [
            ([0x82, 0x80, 0, 0, 0, 0], 1_003), ([0x81, 0x01, 0x61], 1_002),
            ([0x01, 0x80, 0, 0, 0, 0], 1_003),
            ([0x81, 0xFF, 0x7F, 255, 255, 255, 255, 255, 255, 255], 1_009),
        ] as [([UInt8], UInt16)])
    func hostileFramesEndTheirConnectionOnly(bytes: [UInt8], code: UInt16) async throws {
        let feed = PageFeed()
        feed.begin(.sample())
        try await withServer(feed: feed) { _, port in
            let (good, _) = try await PageClient.viewer(port: port)
            let (bad, _) = try await PageClient.viewer(port: port)
            let found = await onThread {
                bad.connection.write(bytes)
                return bad.readCloseCode()
            }
            #expect(found == code)
            bad.connection.close()
            #expect(await onThread { awaitCondition { feed.viewerCount == 1 } })
            #expect(await onThread { good.readFrame()?.first } == 0x81)
            good.connection.close()
        }
    }

    @Test func whoTalksOnAndOnIsCutOff() async throws {
        let feed = PageFeed()
        feed.begin(.sample())
        try await withServer(feed: feed) { _, port in
            let (client, _) = try await PageClient.viewer(port: port)
            let code = await onThread {
                let pong = masked(0x81, Array(#"{"t":"pong"}"#.utf8))
                for _ in 0..<300 { client.connection.write(pong) }
                return client.readCloseCode()
            }
            #expect(code == 1_008)
            client.connection.close()
        }
    }

    @Test func thereIsAClearAnswerWhenTheHouseIsFull() async throws {
        let feed = PageFeed(viewersMax: 1)
        feed.begin(.sample())
        try await withServer(feed: feed) { _, port in
            let (client, _) = try await PageClient.viewer(port: port)
            let answer = try await PageClient.ask(port: port, PageClient.handshake(port: port))
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(
                answer.hasSuffix("As many browsers watch as may. Close one, and reload.\n"))
            client.connection.close()
        }
    }

    /// A browser that never reads: whoever tells goes on at once, the memory is bounded, and the
    /// browser is let go in the end.
    @Test func aBrowserThatNeverReadsHoldsNobodyUp() async throws {
        var limits = ServerLimits()
        limits.stallTime = .milliseconds(300)
        limits.tick = .milliseconds(20)
        let feed = PageFeed()
        feed.begin(.sample())
        try await withServer(feed: feed, limits: limits) { _, port in
            let (client, _) = try await PageClient.viewer(port: port)
            let wave = PageMessage.wave(
                PageWave(
                    channel: 0, at: 0, step: 0.004, values: Array(repeating: 1.234, count: 2_000),
                    decimals: 3))
            let told = await onThread {
                var told = 0
                let isLetGo = awaitCondition {
                    feed.tell([wave])
                    told += 1
                    return feed.viewerCount == 0
                }
                return isLetGo ? told : 0
            }
            #expect(told > 100 && feed.droppedMessages > 0)
            client.connection.close()
        }
    }

    @Test func aPortThatIsTakenIsSaid() async throws {
        try await withServer { _, port in
            let place = "127.0.0.1:\(port)"
            let next = UInt16(port) + 1
            #expect(throws: ServingError.inUse(place: place, next: next)) {
                _ = try LiveServer(try LoopbackAddress(place), feed: PageFeed())
            }
            #expect(
                "\(ServingError.inUse(place: "127.0.0.1:8080", next: 8_081))"
                    == "Cannot serve on 127.0.0.1:8080: another program listens there. End it, or "
                    + "name another port, such as 8081.")
        }
    }
}
