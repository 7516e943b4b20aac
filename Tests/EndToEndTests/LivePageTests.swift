import Foundation
import Glibc
import TestKit
import Testing

/// The program with `--page`, and a browser's half of the conversation.
@Suite struct LivePageTests {
    private struct Page {
        let program: Program
        let port: Int

        /// Starts it on a port that was free a moment ago.
        init(_ arguments: [String]) throws {
            let probe = try LoopbackServer { _ in }
            port = probe.port
            withExtendedLifetime(probe) {}
            program = try Program(
                "healthypi-agent", ["replay"] + arguments + ["--page", "127.0.0.1:\(port)"])
        }

        /// A socket that has been let in.
        func viewer() throws -> LoopbackServer.Connection {
            var opened: LoopbackServer.Connection?
            #expect(
                awaitCondition {
                    opened = LoopbackServer.Connection.opened(toPort: port)
                    return opened != nil || !program.isRunning
                })
            let connection = try #require(opened)
            var limit = timeval(tv_sec: 30, tv_usec: 0)
            setsockopt(
                connection.descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit,
                socklen_t(MemoryLayout<timeval>.size))
            connection.write(
                "GET /live HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Origin: http://127.0.0.1:\(port)\r\n\r\n")
            return connection
        }
    }

    /// Reads until the text holds them all, or nothing comes any more.
    private func read(
        _ connection: LoopbackServer.Connection, until parts: [String]
    ) -> String {
        var text = ""
        while !parts.allSatisfy({ text.contains($0) }), let bytes = connection.read() {
            text += String(decoding: bytes, as: UTF8.self)
        }
        return text
    }

    @Test func aReplayIsShownInRealTime() throws {
        let page = try Page([Datasets.synthetic])
        let connection = try page.viewer()
        defer { connection.close() }
        let parts = [
            "HTTP/1.1 101 ", #"{"t":"hello","protocol":1"#, #"{"t":"wave""#, #"{"t":"status""#,
            #""id":"heartRate""#, #"{"t":"mark""#,
        ]
        let text = read(connection, until: parts)
        for part in parts { #expect(text.contains(part), "it lacks \(part)") }
        page.program.send(SIGINT)
        #expect(read(connection, until: [#"{"t":"ended""#]).contains(#"{"t":"ended""#))
        let outcome = try page.program.finish()
        #expect(outcome.status == 130)
        #expect(
            outcome.errors.contains("The live page is at http://127.0.0.1:\(page.port)/"))
    }

    /// What is before the moment asked for is there at once, and a loop is a new session each time.
    @Test func aLoopBeginsAnewAndKnowsWhatWasBefore() throws {
        let page = try Page([
            Datasets.synthetic, "--loop", "--speed", "1000x", "--page-from", "8990",
        ])
        let connection = try page.viewer()
        defer { connection.close() }
        let ended = read(connection, until: [#"{"t":"timeline""#, #"{"t":"insight""#, #""ended""#])
        #expect(ended.contains(#"{"t":"insight""#))
        let again = read(connection, until: [#"{"t":"hello""#])
        #expect(again.contains(#"{"t":"hello""#))
        page.program.send(SIGINT)
        #expect(try page.program.finish().status == 130)
    }

    @Test func anotherAddressIsRefusedWithTheWayIn() throws {
        let outcome = try Program.run(
            "healthypi-agent", "replay", Datasets.synthetic, "--page", "0.0.0.0:8080")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("ssh -L 8080:127.0.0.1:8080 USER@THIS-MACHINE"))
    }

    @Test func aPortThatIsTakenIsSaidAtOnce() throws {
        let other = try LoopbackServer { _ in }
        let outcome = try Program.run(
            "healthypi-agent", "replay", Datasets.synthetic, "--page", "\(other.port)")
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("another program listens there"))
        withExtendedLifetime(other) {}
    }
}
