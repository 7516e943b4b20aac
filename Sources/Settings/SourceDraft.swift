/// One source on its way, with the origins of its keys by their names.
struct SourceDraft {
    var settings = SourceSettings(name: "")
    var origins: [String: SettingsOrigin] = [:]

    /// Where to point when the source as a whole is wrong.
    func origin(of key: String) -> SettingsOrigin {
        origins[key] ?? origins["device"] ?? origins["name"] ?? .standard
    }
}
