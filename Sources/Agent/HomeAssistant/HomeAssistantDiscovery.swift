import EventContract
import Foundation

/// What tells Home Assistant of the agent and its sensors: one device, announced whole.
///
/// Source: Home Assistant documentation, MQTT, device discovery payload.
struct HomeAssistantDiscovery: Encodable, Equatable {
    /// The subject of Home Assistant's own birth and will messages.
    static let status = "homeassistant.status"

    struct Device: Encodable, Equatable {
        let identifiers: [String]
        let name: String
        let manufacturer = "healthypi-agent"
        let model = "Biosignal agent"
        let softwareVersion = AgentVersion.text

        private enum CodingKeys: String, CodingKey {
            case identifiers, name, manufacturer, model
            case softwareVersion = "sw_version"
        }
    }

    struct Origin: Encodable, Equatable {
        let name = "healthypi-agent"
        let softwareVersion = AgentVersion.text

        private enum CodingKeys: String, CodingKey {
            case name
            case softwareVersion = "sw_version"
        }
    }

    struct Component: Encodable, Equatable {
        let platform = "sensor"
        let uniqueID: String
        let name: String
        let stateTopic: String
        let valueTemplate: String
        let unit: String?
        let deviceClass: String?
        let stateClass: String?
        let expireAfter: Int?
        let icon: String

        private enum CodingKeys: String, CodingKey {
            case platform, name, icon
            case uniqueID = "unique_id"
            case stateTopic = "state_topic"
            case valueTemplate = "value_template"
            case unit = "unit_of_measurement"
            case deviceClass = "device_class"
            case stateClass = "state_class"
            case expireAfter = "expire_after"
        }
    }

    let device: Device
    let origin = Origin()
    let components: [String: Component]
    /// The broker gives its own messages to MQTT once, at most.
    let qos = 0

    /// - Parameters:
    ///   - instance: of the state directory; makes the identifiers.
    ///   - ceiling: sensors of what is more confidential are not announced.
    init(agent: String, instance: String, ceiling: Label) {
        let prefix = "healthypi_\(instance)"
        device = Device(identifiers: [prefix], name: "HealthyPi (\(agent))")
        let sensors = HomeAssistantSensor.all.filter { $0.kind.label <= ceiling }
        components = Dictionary(
            uniqueKeysWithValues: sensors.map { sensor in
                (
                    sensor.key,
                    Component(
                        uniqueID: "\(prefix)_\(sensor.key)", name: sensor.name,
                        stateTopic: sensor.topic(agent: agent), valueTemplate: sensor.template,
                        unit: sensor.unit, deviceClass: sensor.deviceClass,
                        stateClass: sensor.isMeasurement ? "measurement" : nil,
                        expireAfter: sensor.expiresAfterSeconds, icon: sensor.icon)
                )
            })
    }

    /// Where it is announced.
    static func subject(agent: String) -> String { "homeassistant.device.\(agent).config" }

    /// The announcement; Home Assistant takes an entity away that one leaves out.
    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("an announcement is plain text and whole numbers")
        }
        return Array(data)
    }
}
