import EventContract

/// One entity that Home Assistant makes of an agent's events: which event it hears, and where its
/// value stands in it. It reads the event subjects themselves, as topics; nothing is said twice.
struct HomeAssistantSensor: Equatable, Sendable {
    let key: String
    let name: String
    let kind: EventKind
    /// Of every kind beside `kind`: the last part of the topic is a wildcard.
    var hearsAllKinds = false
    /// Where the value stands in the event.
    let path: [String]
    var unit: String?
    var deviceClass: String?
    var isMeasurement = false
    /// Three times as long as the event's period: older values are no longer how things are.
    var expiresAfterSeconds: Int?
    let icon: String

    static let all: [HomeAssistantSensor] = [
        .measured(
            "heart_rate", "Heart rate", .hr, "heartRate", "bpm", "mdi:heart-pulse", every: 60),
        .measured(
            "hrv_rmssd", "Heart rate variability (RMSSD)", .hrv, "rmssd", "ms", "mdi:heart-cog"),
        .measured(
            "prv_rmssd", "Pulse rate variability (RMSSD)", .prv, "prv_rmssd", "ms", "mdi:pulse"),
        .measured(
            "breathing_rate", "Breathing rate", .resp, "respirationRate", "br/min", "mdi:lungs"),
        .measured("skin_conductance", "Skin conductance", .eda, "scl", "µS", "mdi:hand-water"),
        HomeAssistantSensor(
            key: "temperature", name: "Temperature", kind: .event(.temp),
            path: ["data", "measures", "temperature", "value"], unit: "°C",
            deviceClass: "temperature", isMeasurement: true, expiresAfterSeconds: 900,
            icon: "mdi:thermometer"),
        HomeAssistantSensor(
            key: "stationary_minutes", name: "Stationary time", kind: .insight(.stationary),
            path: ["data", "brief", "data", "stationary_time"], unit: "min",
            deviceClass: "duration", isMeasurement: true, expiresAfterSeconds: 3_600,
            icon: "mdi:seat"),
        HomeAssistantSensor(
            key: "insight", name: "Insight", kind: .nudge(.stationary), hearsAllKinds: true,
            path: ["data", "text"], expiresAfterSeconds: 3_600, icon: "mdi:lightbulb-on-outline"),
        HomeAssistantSensor(
            key: "insight_confidence", name: "Insight confidence", kind: .nudge(.stationary),
            hearsAllKinds: true, path: ["data", "confidence"], expiresAfterSeconds: 3_600,
            icon: "mdi:scale-balance"),
        HomeAssistantSensor(
            key: "session", name: "Session", kind: .event(.session), path: ["data", "phase"],
            icon: "mdi:record-circle-outline"),
    ]

    /// - Parameter seconds: how often the event comes.
    private static func measured(
        _ key: String, _ name: String, _ kind: EventKind.Event, _ measure: String, _ unit: String,
        _ icon: String, every seconds: Int = 300
    ) -> HomeAssistantSensor {
        HomeAssistantSensor(
            key: key, name: name, kind: .event(kind), path: ["data", "measures", measure, "value"],
            unit: unit, isMeasurement: true, expiresAfterSeconds: 3 * seconds, icon: icon)
    }

    /// The subject as the broker's MQTT side names it.
    func topic(agent: String) -> String {
        var tokens = kind.subject(agent: agent).split(separator: ".").map(String.init)
        if hearsAllKinds { tokens[tokens.count - 1] = "+" }
        return tokens.joined(separator: "/")
    }

    var template: String { "{{ value_json.\(path.joined(separator: ".")) }}" }
}
