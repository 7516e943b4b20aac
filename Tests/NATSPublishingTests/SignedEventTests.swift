import Foundation
import Publishing
import TestKit
import Testing
import Trust

@testable import NATSPublishing

/// A signed event on its way through a real broker, held to its signature by somebody else's
/// language and libraries.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SignedEventTests {
    private let key = MessageKey(seed: Array(0..<32))

    private func signed(_ sequence: UInt64, insight: Bool = false) throws -> OutgoingEvent {
        let digits = String(sequence)
        let padded = String(repeating: "0", count: 20 - digits.count) + digits
        let id = "01TEST\(sequence)"
        let event = OutgoingEvent(
            sequence: sequence, id: id,
            subject: insight
                ? "health.insights.write.healthypi.internal.stationary"
                : "health.events.write.healthypi.internal.quality",
            type: "t", timeMilliseconds: 1_000,
            payload: Array(#"{"id":"\#(id)","sequence":"\#(padded)"}"#.utf8))
        let signer = MessageSigner(agent: "healthypi", key: try #require(key))
        return event.adding([
            .init(
                name: MessageSigner.headerName,
                value: signer.header(
                    id: id, sequence: sequence, timeMilliseconds: 1_000, subject: event.subject,
                    payload: event.payload))
        ])
    }

    /// The Python consumer, listening.
    private func consumer(
        _ server: NATSServer, count: Int, _ subject: String
    ) throws -> (process: Process, output: FileHandle) {
        let python = packageRoot() + "/.tools/venv/bin/python"
        try #require(
            FileManager.default.isExecutableFile(atPath: python),
            "No Python with nats-py at \(python). Run: make tools")
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            packageRoot() + "/Tests/EndToEndTests/Tools/verify_signed.py", server.url,
            try #require(key).publicText, "\(count)", subject,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading
        var greeting = ""
        while !greeting.hasSuffix("\n"), process.isRunning {
            greeting += String(decoding: output.availableData, as: UTF8.self)
        }
        #expect(greeting == "listening\n")
        return (process, output)
    }

    private func publisher(_ server: NATSServer) async throws -> JetStreamPublisher {
        let broker = try BrokerURL(server.url)
        _ = try await StreamProvisioner(broker: broker).provision()
        let publisher = JetStreamPublisher(broker: broker)
        _ = try await publisher.connect()
        return publisher
    }

    @Test func aConsumerInPythonVerifiesALiveEvent() async throws {
        let server = try server()
        let publisher = try await publisher(server)
        let (process, output) = try consumer(server, count: 3, "health.events.write.>")
        let delivery = await publisher.publish(try (1...3).map { try signed($0) })
        #expect(delivery == Delivery(acknowledged: 3))
        let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text == "01TEST1\n01TEST2\n01TEST3\n")
        #expect(process.terminationStatus == 0)
    }

    /// The family's flat subject: what the stream republishes verifies against its first subject.
    @Test func aRepublishedInsightVerifiesToo() async throws {
        let server = try server()
        let publisher = try await publisher(server)
        let (process, output) = try consumer(server, count: 1, "health.insights.write")
        _ = await publisher.publish([try signed(1, insight: true)])
        let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text == "01TEST1\n")
        #expect(process.terminationStatus == 0)
    }

    @Test("T2: what somebody else publishes under our signature is refused by the consumer")
    func forged() async throws {
        let server = try server()
        let publisher = try await publisher(server)
        let (process, output) = try consumer(server, count: 1, "health.events.write.>")
        let genuine = try signed(1)
        let forged = OutgoingEvent(
            sequence: 1, id: genuine.id, subject: genuine.subject, type: "t", timeMilliseconds: 0,
            payload: genuine.payload + [32], headers: genuine.headers)
        _ = await publisher.publish([forged])
        let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text.hasPrefix("refused: AssertionError other bytes"))
        #expect(process.terminationStatus == 1)
    }
}
