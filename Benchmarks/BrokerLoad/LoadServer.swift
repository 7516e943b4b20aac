import Foundation
public import NATSPublishing
public import Publishing
import TestKit

/// A real nats-server that acknowledges what is on the disk and nothing else, as the realm's does,
/// on loopback, gone with this.
public final class LoadServer {
    private let server: NATSServer
    private let file: String
    public let broker: BrokerURL

    public init() throws {
        file = "/tmp/healthypi-load-\(UUID().uuidString).conf"
        try "jetstream { sync_interval: always }\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        server = try NATSServer(options: ["-c", file], root: Self.root)
        broker = try BrokerURL(server.url)
    }

    deinit { try? FileManager.default.removeItem(atPath: file) }

    /// The repository, from this file's own place in it.
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    /// Makes an agent's stream.
    public func provision(_ agent: AgentName = .standard) async throws {
        _ = try await StreamProvisioner(broker: broker, agent: agent).provision()
    }
}
