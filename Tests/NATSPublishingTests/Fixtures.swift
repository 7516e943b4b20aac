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
