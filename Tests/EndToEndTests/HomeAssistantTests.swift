import Foundation
import Glibc
import TestKit
import Testing

@testable import Agent

/// Home Assistant's side: a real nats-server with its MQTT listener, and mosquitto's clients.
@Suite(.serialized, .timeLimit(.minutes(4))) struct HomeAssistantTests {
    private static let login = ["-u", "homeassistant", "-P", "secret"]

    @Test func theAgentIsAnnouncedAndAnnouncedAgain() throws {
        try announceTwice(.pinned)
    }

    @Test func withDebiansOwnServerToo() throws {
        try announceTwice(.debian)
    }

    private func announceTwice(_ version: NATSServer.Version) throws {
        let (server, port, folder) = try broker(version)
        let client = try MQTTClient(
            port: port, login: Self.login,
            topics: ["homeassistant/+/+/config"]
                + HomeAssistantSensor.all.map { $0.topic(agent: "healthypi") })
        let board = try Simulation("healthypi5", terminals: 1, ["--synthetic", "--seed", "3"])
        let run = try agent(board, server, folder, "confidential")
        let isAnnounced = try awaitCondition(within: .seconds(60)) {
            try !announcements(client).isEmpty || !run.isRunning
        }
        let said = try run.errorsSoFar()
        try #require(isAnnounced && run.isRunning, "\(said)")
        // Home Assistant comes back: it knows nothing, and is told anew.
        let before = try announcements(client).count
        try client.say("offline", on: "homeassistant/status")
        try client.say("online", on: "homeassistant/status")
        #expect(
            try awaitCondition(within: .seconds(60)) {
                try announcements(client).count > before
            })
        run.send(SIGINT)
        #expect(try run.finish().status == 130)
        _ = try board.stop()

        let components = try components(client)
        #expect(components.count == HomeAssistantSensor.all.count)
        for (key, component) in components {
            #expect(component.text("platform") == "sensor")
            #expect(component.text("unique_id")?.hasSuffix("_" + key) == true)
        }
        try reachValues(components, client, server, folder)
    }

    @Test func withoutLeaveNoMeasuredValueIsAnnounced() throws {
        let (server, port, folder) = try broker(.pinned)
        let client = try MQTTClient(
            port: port, login: Self.login, topics: ["homeassistant/+/+/config"])
        let board = try Simulation("healthypi5", terminals: 1, ["--synthetic", "--seed", "3"])
        let run = try agent(board, server, folder, "internal")
        #expect(
            try awaitCondition(within: .seconds(60)) { try !announcements(client).isEmpty })
        run.send(SIGINT)
        _ = try run.finish()
        _ = try board.stop()
        let components = try components(client)
        #expect(Set(components.keys) == ["insight", "insight_confidence", "session"])
        for component in components.values {
            #expect(component.text("state_topic")?.contains("/internal/") == true)
        }
    }

    /// Every event that an announced sensor hears has the sensor's value where it says.
    private func reachValues(
        _ components: [String: [String: Any]], _ client: MQTTClient, _ server: NATSServer,
        _ folder: TemporaryFolder
    ) throws {
        let replay = try Program.run(
            "healthypi-agent", "replay", Datasets.synthetic, "--broker", server.url, "--state",
            folder.path + "/replayed")
        #expect(replay.status == 0, "\(replay.errors)")
        var reached: [String: Int] = [:]
        let isWhole = try awaitCondition(within: .seconds(60)) {
            reached = try values(components, client)
            return reached["insight", default: 0] > 0 && reached["session", default: 0] > 1
        }
        #expect(isWhole, "\(reached)")
        for key in ["heart_rate", "hrv_rmssd", "stationary_minutes", "insight_confidence"] {
            #expect(reached[key, default: 0] > 0, "\(key): \(reached)")
        }
    }

    /// How many values each sensor got; a path that leads nowhere is a failure, null is not.
    private func values(
        _ components: [String: [String: Any]], _ client: MQTTClient
    ) throws -> [String: Int] {
        var reached: [String: Int] = [:]
        for (topic, payload) in try client.messages() {
            guard let event = try? JSONSerialization.jsonObject(with: Data(payload.utf8)) else {
                continue
            }
            for (key, component) in components {
                guard let heard = component.text("state_topic"), Self.topic(topic, fits: heard),
                    let template = component.text("value_template")
                else { continue }
                let value = try #require(
                    Self.value(of: template, in: event), "\(key): \(template) in \(payload)")
                if !(value is NSNull) { reached[key, default: 0] += 1 }
            }
        }
        return reached
    }

    /// `{{ value_json.a.b }}` as Home Assistant evaluates it.
    private static func value(of template: String, in event: Any) -> Any? {
        guard template.hasPrefix("{{ value_json."), template.hasSuffix(" }}") else { return nil }
        var value: Any? = event
        for name in template.dropFirst(14).dropLast(3).split(separator: ".") {
            value = (value as? [String: Any])?[String(name)]
        }
        return value
    }

    /// A wildcard stands for one level.
    private static func topic(_ topic: String, fits filter: String) -> Bool {
        let (levels, wanted) = (topic.split(separator: "/"), filter.split(separator: "/"))
        return levels.count == wanted.count
            && zip(levels, wanted).allSatisfy { $0 == $1 || $1 == "+" }
    }

    private func announcements(_ client: MQTTClient) throws -> [[String: Any]] {
        try client.messages().filter { $0.topic == "homeassistant/device/healthypi/config" }
            .compactMap {
                try JSONSerialization.jsonObject(with: Data($0.payload.utf8)) as? [String: Any]
            }
    }

    private func components(_ client: MQTTClient) throws -> [String: [String: Any]] {
        let announcement = try #require(try announcements(client).last)
        #expect(announcement.object("device").text("name") == "HealthyPi (healthypi)")
        #expect(announcement.object("origin").text("name") == "healthypi-agent")
        return announcement.object("components").compactMapValues { $0 as? [String: Any] }
    }

    /// What hardware/deploy/home-assistant.md tells people to write.
    private static func permissions() throws -> String {
        let text = try String(
            contentsOfFile: packageRoot() + "/hardware/deploy/home-assistant.md", encoding: .utf8)
        let start = try #require(text.range(of: "  allowed_connection_types"))
        let end = try #require(
            text.range(of: "\n  } }\n", range: start.lowerBound..<text.endIndex))
        return String(text[start.lowerBound..<end.lowerBound]) + "\n  }"
    }

    private func agent(
        _ board: Simulation, _ server: NATSServer, _ folder: TemporaryFolder, _ label: String
    ) throws -> Program {
        let configuration = try folder.write(
            "publish:\n  home_assistant: \(label)\n", to: "agent.yaml")
        return try Program(
            "healthypi-agent",
            [
                "run", "--device", board.paths[0], "--broker", server.url, "--state",
                folder.path + "/state", "--config", configuration,
            ])
    }

    /// Its MQTT side lets Home Assistant hear and say what the documentation says it needs.
    private func broker(
        _ version: NATSServer.Version
    ) throws -> (NATSServer, Int, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let port = try NATSServer.freePort()
        let configuration = try folder.write(
            """
            server_name: test
            mqtt { listen: "127.0.0.1:\(port)" }
            authorization {
              users: [
                { user: agent, password: secret }
                { user: homeassistant, password: "secret"
            \(try Self.permissions()) }
              ]
            }
            no_auth_user: agent

            """, to: "nats.conf")
        let server = try NATSServer(
            version, options: ["-c", configuration], root: packageRoot())
        let provision = try Program.run(
            "healthypi-warden", "broker", "provision", "--broker", server.url)
        #expect(provision.status == 0, "\(provision.errors)")
        return (server, port, folder)
    }
}
