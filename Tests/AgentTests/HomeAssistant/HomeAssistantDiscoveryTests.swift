import EventContract
import Foundation
import Testing

@testable import Agent

/// The announcement, as Home Assistant's documentation asks for it.
struct HomeAssistantDiscoveryTests {
    private func json(_ ceiling: Label) throws -> [String: Any] {
        let discovery = HomeAssistantDiscovery(agent: "pi", instance: "u-1", ceiling: ceiling)
        let value = try JSONSerialization.jsonObject(with: Data(discovery.bytes))
        return try #require(value as? [String: Any])
    }

    @Test func theDeviceIsAnnouncedWhole() throws {
        let json = try json(.confidential)
        let device = try #require(json["device"] as? [String: Any])
        #expect(device["identifiers"] as? [String] == ["healthypi_u-1"])
        #expect(device["sw_version"] as? String == AgentVersion.text)
        let components = try #require(json["components"] as? [String: [String: Any]])
        let heart = try #require(components["heart_rate"])
        #expect(heart["unique_id"] as? String == "healthypi_u-1_heart_rate")
        #expect(heart["state_topic"] as? String == "health/events/write/pi/confidential/hr")
        #expect(
            heart["value_template"] as? String
                == "{{ value_json.data.measures.heartRate.value }}")
        #expect(heart["unit_of_measurement"] as? String == "bpm")
        #expect(heart["state_class"] as? String == "measurement")
        #expect(heart["expire_after"] as? Int == 180)
        let insight = try #require(components["insight"])
        #expect(insight["state_topic"] as? String == "health/insights/write/pi/internal/+")
        #expect(insight["unit_of_measurement"] == nil)
        #expect(HomeAssistantDiscovery.subject(agent: "pi") == "homeassistant.device.pi.config")
    }

    @Test func whatIsMoreConfidentialIsNotAnnounced() throws {
        for (ceiling, count) in [(Label.public, 0), (.internal, 3), (.confidential, 10)] {
            let components = try #require(
                try json(ceiling)["components"] as? [String: [String: Any]])
            #expect(components.count == count)
            for component in components.values {
                let topic = try #require(component["state_topic"] as? String)
                let label = try #require(
                    Label(rawValue: String(topic.split(separator: "/")[4])))
                #expect(label <= ceiling)
            }
        }
    }

    @Test func keysAreUnique() {
        #expect(
            Set(HomeAssistantSensor.all.map(\.key)).count == HomeAssistantSensor.all.count)
    }
}
