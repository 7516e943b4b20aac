public import Biosignals

extension ChannelRole {
    /// What a channel measures, from its name first and its unit second; nil when neither tells.
    ///
    /// ECG is known by its leads too (`MLII`, `V5`, `aVR`, `Lead II`), PPG by its light (`red`, `ir`).
    /// A rate in beats or breaths per minute is a measure, not a signal, and has no role.
    public init?(channelName: String, unitText: String, unit: ChannelUnit) {
        let unitWord = unitText.lowercased()
        if ["bpm", "/min", "1/min", "min-1", "pm", "%"].contains(unitWord) { return nil }
        let words = Self.words(in: channelName)
        if let role = Self.role(of: words) ?? Self.leadRole(of: words) {
            self = role
            return
        }
        switch unit {
        case .microsiemens: self = .eda
        case .degreesCelsius: self = .temperature
        case .standardGravity: self = .acceleration
        case .millivolt, .counts: return nil
        }
    }

    /// Lower-case runs of letters; digits end a word and are dropped unless they name a lead.
    private static func words(in name: String) -> [String] {
        name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func role(of words: [String]) -> ChannelRole? {
        let bare = Set(words.map { word in String(word.prefix { !$0.isNumber }) })
        if !bare.isDisjoint(with: ["temp", "temperature", "skt"]) { return .temperature }
        if !bare.isDisjoint(with: ["hr", "rate", "bpm", "spo"]) { return nil }
        if !bare.isDisjoint(with: ["ecg", "ekg", "ecgs"]) { return .ecg }
        let isAcceleration = bare.contains {
            $0.hasPrefix("accel") || ["acc", "accx", "accy", "accz"].contains($0)
        }
        if isAcceleration { return .acceleration }
        if !bare.isDisjoint(with: respirationWords) { return .respiration }
        if !bare.isDisjoint(with: edaWords) { return .eda }
        if !bare.isDisjoint(with: ppgWords) { return .ppg }
        return nil
    }

    private static let respirationWords: Set<String> = [
        "resp", "rsp", "respiration", "respiratory", "rip", "impedance", "breath", "breathing",
        "thorax", "thoracic", "abdomen", "abdominal",
    ]
    private static let edaWords: Set<String> = [
        "eda", "gsr", "sc", "scl", "scr", "skin", "electrodermal",
    ]
    private static let ppgWords: Set<String> = [
        "ppg", "pleth", "plethysmogram", "bvp", "red", "ir", "infrared", "pulse",
    ]
    private static let leads: Set<String> = [
        "i", "ii", "iii", "v", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "avr", "avl",
        "avf", "mli", "mlii", "mliii", "mv1", "mv2", "mcl1", "d1", "d2", "d3", "d4", "d5",
        "cm2", "cm4", "cm5", "cc5", "cs12",
    ]

    /// A name that is a lead, or `lead` or `mod` and a lead.
    private static func leadRole(of words: [String]) -> ChannelRole? {
        let rest = words.filter { !["lead", "mod", "modified", "mv", "uv"].contains($0) }
        guard rest.count == 1, let word = rest.first else { return nil }
        return leads.contains(word) ? .ecg : nil
    }
}
