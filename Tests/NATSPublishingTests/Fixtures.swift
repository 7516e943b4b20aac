import Foundation
import Publishing
import TestKit
import Testing

@testable import NATSPublishing

func event(_ sequence: UInt64, agent: String = "healthypi") -> OutgoingEvent {
    OutgoingEvent(
        sequence: sequence, id: "01TEST\(sequence)",
        subject: "health.events.write.\(agent).internal.quality",
        type: "io.healthypi.event.quality.v1", timeMilliseconds: Int64(sequence) * 1_000,
        payload: Array(#"{"sequence":\#(sequence)}"#.utf8))
}

func server(_ version: NATSServer.Version = .pinned, port: Int? = nil) throws -> NATSServer {
    try NATSServer(version, port: port, root: packageRoot())
}

/// Every message of the stream in stored order, fetched one by one by its place.
func storedMessages(_ server: NATSServer) throws -> [BrokerMessage] {
    let connection = try BrokerConnection(BrokerURL(server.url), agent: .standard)
    var messages: [BrokerMessage] = []
    for place in 1... {
        let found = try connection.request(
            "$JS.API.DIRECT.GET.AGENT_healthypi", #"{"seq":\#(place)}"#, milliseconds: 5_000)
        guard let found, found.status == nil else { break }
        messages.append(found)
    }
    return messages
}

/// Waits until something is true, by asking again, at most 20 s.
func awaitCondition(_ isTrue: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < deadline {
        if try await isTrue() { return true }
        await Task.yield()
    }
    return false
}

/// Makes the broker forget ids after 100 ms, its shortest window, and restarts it, which drops
/// those older.
func shortenDuplicateWindow(of server: NATSServer) throws {
    var configuration = StreamConfiguration(agent: .standard)
    configuration.duplicateWindow = 100_000_000
    let body = String(decoding: try JSONEncoder().encode(configuration), as: UTF8.self)
    let reply = try BrokerConnection(BrokerURL(server.url), agent: .standard).request(
        "$JS.API.STREAM.UPDATE.AGENT_healthypi", body, milliseconds: 5_000)
    #expect(reply.map { String(decoding: $0.payload, as: UTF8.self).contains("error") } == false)
    server.stop()
    try server.start()
}

/// A server that knows one user, `agent`, with these permissions (nats-server's own words).
func guardedServer(_ permissions: String) throws -> (server: NATSServer, file: ServerFile) {
    let file = try ServerFile(authorization(permissions))
    return (try NATSServer(options: ["-c", file.path], root: packageRoot()), file)
}

func authorization(_ permissions: String) -> String {
    """
    authorization { users: [ { user: agent, password: secret, permissions: { \(permissions) } } ] }
    """
}

func agentURL(_ server: NATSServer) throws -> BrokerURL {
    try BrokerURL("nats://agent:secret@127.0.0.1:\(server.port)")
}

/// A configuration file that goes with the test.
final class ServerFile {
    let path = "/tmp/nats-test-\(UUID().uuidString).conf"

    init(_ text: String) throws { try write(text) }

    func write(_ text: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A link that runs until the test ends.
final class RunningLink {
    let link: BrokerLink
    private let task: Task<Void, Never>
    private var notices: AsyncStream<BrokerNotice>.Iterator

    init(_ settings: BrokerSettings) {
        let link = BrokerLink(settings, generator: SeededGenerator(seed: 7))
        self.link = link
        notices = link.notices.makeAsyncIterator()
        task = Task { await link.run() }
    }

    convenience init(_ broker: BrokerURL) { self.init(BrokerSettings(broker: broker)) }

    deinit { task.cancel() }

    /// The next notice that is like this; what comes before is passed over.
    func notice(where isWanted: (BrokerNotice) -> Bool) async -> BrokerNotice? {
        while let notice = await notices.next() {
            if isWanted(notice) { return notice }
        }
        return nil
    }

    func connected() async { _ = await notice { $0 == .connected } }

    func stop() async {
        await link.stop()
        await task.value
    }
}
