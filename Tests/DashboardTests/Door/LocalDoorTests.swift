import Foundation
import Glibc
import TestKit
import Testing

@testable import Dashboard

/// The door over real sockets, with callers who mean well and callers who do not.
@Suite(.timeLimit(.minutes(3))) struct LocalDoorTests {
    private static let health = "GET /healthz HTTP/1.1\r\nHost: agent\r\n\r\n"

    @Test func aliveIsToldOverTheSocket() async throws {
        let door = try OpenDoor()
        let answer = try await ask(door, "/healthz")
        #expect(answer.status == 200)
        #expect(answer.body == Array("{\"alive\":true}\n".utf8))
    }

    @Test func theSocketIsItsOwnersAloneAndGoesWithTheDoor() async throws {
        let door = try OpenDoor()
        var status = stat()
        #expect(stat(door.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        await door.close()
        #expect(access(door.path, F_OK) != 0)
        await #expect(throws: DoorClientError.notRunning(door.path)) {
            try await ask(door, "/healthz")
        }
    }

    @Test(
        arguments: [
            ("nonsense", 400), ("GET /healthz\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\nHost: agent\n\n\r\n\r\n", 400),
            ("GET  /healthz HTTP/1.1\r\n\r\n", 400), ("GET healthz HTTP/1.1\r\n\r\n", 400),
            ("GET /healthz HTTP/2\r\n\r\n", 505), ("G\u{0}T /healthz HTTP/1.1\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost : agent\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400),
            ("POST /v1/task HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
            ("POST /v1/task HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
            ("POST /v1/task HTTP/1.1\r\nContent-Length: 1x\r\n\r\n", 400),
            ("POST /v1/task HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}", 400),
            ("POST /v1/task HTTP/1.1\r\nContent-Length: 16385\r\n\r\n", 413),
            ("POST /v1/task HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
            ("GET /../../etc/passwd HTTP/1.1\r\n\r\n", 404),
            ("GET /v1/task/..%2F..%2Fetc HTTP/1.1\r\n\r\n", 404),
            ("GET http://agent/healthz HTTP/1.1\r\n\r\n", 400),
            ("DELETE /healthz HTTP/1.1\r\n\r\n", 405),
            ("GET /healthz HTTP/1.1\r\nOrigin: http://evil.example\r\n\r\n", 403),
        ])
    func whatIsNoRequestIsRefused(_ request: String, _ status: Int) async throws {
        let door = try OpenDoor()
        let client = try RawClient(path: door.path)
        client.say(request)
        client.hangUp()
        let answer = try #require(try await client.answer())
        // A line that never ends is simply cut off; everything else is told.
        if !answer.isEmpty || request.hasSuffix("\r\n\r\n") {
            #expect(
                answer.hasPrefix("HTTP/1.1 \(status) "), "\(request.debugDescription): \(answer)")
        }
        #expect(try await ask(door, "/healthz").status == 200)
    }

    @Test func aHeadWithoutAnEndIsCutOff() async throws {
        let door = try OpenDoor()
        let client = try RawClient(path: door.path)
        client.say("GET /healthz HTTP/1.1\r\n")
        client.say("X: " + String(repeating: "a", count: 100_000))
        let answer = try #require(try await client.answer())
        #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 431 "))
        #expect(try await ask(door, "/healthz").status == 200)
    }

    @Test func whoeverTakesTooLongIsCutOff() async throws {
        var limits = LocalDoor.limits
        limits.requestTime = .milliseconds(200)
        limits.tick = .milliseconds(20)
        let door = try OpenDoor(limits: limits)
        let slow = try RawClient(path: door.path)
        slow.say("GET /healthz HTTP/1.1\r\nHost: ")
        #expect(try await slow.answer() != nil)
        let silent = try RawClient(path: door.path)
        #expect(try await silent.answer() != nil)
        let halfBody = try RawClient(path: door.path)
        halfBody.say("POST /v1/task HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
        #expect(try await halfBody.answer() != nil)
        // What is asked at once is answered.
        try await expectAnswer(door)
    }

    /// Sooner or later: on a busy machine a request may be cut off that was not slow itself.
    private func expectAnswer(_ door: OpenDoor) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        var isAnswered = false
        while !isAnswered, ContinuousClock.now < deadline {
            isAnswered =
                try await RawClient.ask(door.path, Self.health)?.hasPrefix("HTTP/1.1 200 ") == true
        }
        #expect(isAnswered)
    }

    @Test func fiveHundredConnectionsLeaveRoomForTheNext() async throws {
        let door = try OpenDoor()
        let path = door.path
        let held = try await blocking {
            (0..<500).compactMap { _ -> RawClient? in
                guard let client = try? RawClient(path: path) else { return nil }
                client.say("GET /healthz HTTP/1.1\r\n")
                return client
            }
        }
        #expect(held.count > 32)
        try await expectAnswer(door)
        withExtendedLifetime(held) {}
    }

    @Test func seededNonsenseNeverStopsTheDoor() async throws {
        let door = try OpenDoor()
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<60 {
            var bytes = Array(Self.health.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = bytes.indices.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[index], at: index)
                }
            }
            let client = try RawClient(path: door.path)
            client.say(bytes)
            client.hangUp()
            let answer = try #require(try await client.answer())
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 "))
        }
        #expect(try await RawClient.ask(door.path, Self.health)?.hasPrefix("HTTP/1.1 200 ") == true)
    }

    /// The file's mode would keep them out; here it is opened to everyone, as a mishap would.
    @Test func anotherUserIsRefusedEvenWhereTheFileIsOpen() async throws {
        let isRoot = geteuid() == 0
        let door = try OpenDoor(owner: isRoot ? 0 : geteuid() + 1)
        chmod(door.folder, 0o755)
        chmod(door.path, 0o666)
        let answer =
            isRoot
            ? try await asNobody(door.path) : try await RawClient.ask(door.path, Self.health) ?? ""
        #expect(answer.hasPrefix("HTTP/1.1 403 "), "\(answer)")
        #expect(answer.contains("\"rule\":\"door.peer\""))
        #expect(!answer.contains("alive"))
    }

    /// The same request by a process of another user: what root's own process cannot be.
    private func asNobody(_ path: String) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        let script = """
            use IO::Socket::UNIX; $SIG{PIPE} = 'IGNORE'; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die;
            print $s "GET /healthz HTTP/1.1\\r\\n\\r\\n"; local $/; print <$s>;
            """
        process.arguments = [
            "--reuid", "65534", "--regid", "65534", "--clear-groups", "/usr/bin/perl", "-e", script,
            path,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let reading = output.fileHandleForReading
        return try await blocking {
            String(decoding: try reading.readToEnd() ?? Data(), as: UTF8.self)
        }
    }
}
