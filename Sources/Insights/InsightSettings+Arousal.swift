import Biosignals

/// The thresholds of the arousal rule that a person may change.
extension InsightSettings {
    static let arousalKeys: [Key] = [
        Key(
            name: "arousal.on", unit: "", range: 0...1, isWhole: true,
            meaning: "whether raised arousal is told", get: { $0.arousal.isOn ? 1 : 0 },
            set: { $0.arousal.isOn = $1 != 0 }),
        Key(
            name: "arousal.probability_min", unit: "", range: 0.5...1, isWhole: false,
            meaning: "from this probability on it is told", get: { $0.arousal.probabilityMin },
            set: { $0.arousal.probabilityMin = $1 }),
        Key(
            name: "arousal.usual_minutes", unit: "min", range: 10...120, isWhole: false,
            meaning: "still, usable minutes of each channel before anything is usual",
            get: { $0.arousal.usualMinutesMin }, set: { $0.arousal.usualMinutesMin = $1 }),
        Key(
            name: "arousal.responder_minutes", unit: "min", range: 10...120, isWhole: false,
            meaning: "minutes of skin next to without responses after which it tells nothing",
            get: { $0.arousal.responderMinutesMin },
            set: { $0.arousal.responderMinutesMin = $1 }),
        Key(
            name: "arousal.warming_max", unit: "degC", range: 0.1...5, isWhole: false,
            meaning: "warming of the skin that explains what skin and heart do",
            get: { $0.arousal.warmingMax.value }, set: { $0.arousal.warmingMax = .init($1) }),
    ]
}
