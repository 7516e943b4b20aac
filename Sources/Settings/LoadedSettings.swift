/// The settings with the origin of each.
public struct LoadedSettings: Equatable, Sendable {
    public let settings: AgentSettings
    /// By key path: `publish.ceiling`, `sources[0].device`, `sources[0].calibration`.
    public let origins: [String: SettingsOrigin]

    /// The settings as a configuration file that would give the same, each value with a comment
    /// that tells its origin. A login in the broker's address is left out.
    public var printed: String { SettingsPrinter(self).text }
}
