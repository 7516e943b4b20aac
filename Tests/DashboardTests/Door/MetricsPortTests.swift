import Foundation
import Testing

@testable import Dashboard

/// `/metrics` on a port, which everybody on the machine can reach.
@Suite(.timeLimit(.minutes(2))) struct MetricsPortTests {
    @Test func itTellsTheMachinesFiguresAndNothingOfThePerson() async throws {
        let text = try await ask("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n")
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
        #expect(text.contains("healthypi_lost_samples_total{"))
        #expect(!text.contains("healthypi_heart_rate"))
        #expect(!text.contains("healthypi_beats_total"))
    }

    @Test func whoAskedForMeasuredValuesGetsThem() async throws {
        let text = try await ask(
            "GET /metrics HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", includesMeasured: true)
        #expect(text.contains("healthypi_heart_rate_per_minute{source=\"ecg\"} 62\n"))
    }

    @Test(
        arguments: [
            ("GET /metrics HTTP/1.1\r\nHost: evil.example:PORT\r\n\r\n", 421),
            ("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 421),
            ("GET /metrics HTTP/1.1\r\n\r\n", 421),
            ("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: null\r\n\r\n", 403),
            ("GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404),
            ("GET /v1/tasks HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404),
            ("POST /metrics HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405),
        ])
    func whateverElseIsAskedIsRefused(_ request: String, _ status: Int) async throws {
        let text = try await ask(request, includesMeasured: true)
        #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text)")
        #expect(!text.contains("healthypi_"))
    }

    @Test func anAddressThatOthersReachIsRefusedWithTheWayIn() {
        #expect(
            MetricsPort.description(of: .reachesFurther(host: "0.0.0.0", port: 9_464))
                == "Metrics are served to this machine only, not on 0.0.0.0. Serve them on "
                + "127.0.0.1:9464, and on the other machine run: "
                + "ssh -L 9464:127.0.0.1:9464 USER@THIS-MACHINE")
    }

    private func ask(_ request: String, includesMeasured: Bool = false) async throws -> String {
        let window = DoorWindow()
        window.post(.sample)
        let port = try MetricsPort(
            host: "127.0.0.1", port: 0, window: window, includesMeasured: includesMeasured,
            now: { 100 })
        let serving = Task { await port.run() }
        let client = try RawClient(port: port.port)
        client.say(request.replacing("PORT", with: "\(port.port)"))
        let answer = try await client.answer()
        serving.cancel()
        await serving.value
        return answer ?? ""
    }
}
