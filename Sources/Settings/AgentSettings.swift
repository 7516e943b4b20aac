/// Everything that can be set, checked and complete: what the rooms get is read from here.
///
/// A value that nothing reads has no place here; later work adds its keys with what reads them.
public struct AgentSettings: Equatable, Sendable {
    public var agent: IdentitySettings
    /// One to sixteen boards and sensors of one person.
    public var sources: [SourceSettings]
    public var recording: RecordingSettings
    public var publish: PublishSettings
    public var insights: InsightSettings
    public var page: PageSettings
    public var security: SecuritySettings

    /// The most confidential label that leaves, in this mode.
    public var ceiling: PublishSettings.Ceiling {
        security.mode == .sensitive && publish.ceiling == .confidential
            ? .internal : publish.ceiling
    }

    /// Where to publish; nil offline, when what is said waits.
    public var broker: String? { security.mode == .offline ? nil : publish.broker }

    /// The defaults, for a state directory.
    public init(stateDirectory: String) {
        agent = IdentitySettings(stateDirectory: stateDirectory)
        sources = [SourceSettings(name: SourceSettings.standardName(0))]
        recording = RecordingSettings(folder: RecordingSettings.folder(in: stateDirectory))
        publish = PublishSettings()
        insights = InsightSettings()
        page = PageSettings()
        security = SecuritySettings()
    }
}
