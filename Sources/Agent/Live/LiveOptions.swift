public import Dashboard
public import EventContract

/// What a live run needs to know.
public struct LiveOptions: Sendable {
    public var sources: [LiveSource]
    /// The agent's name in subjects and streams.
    public var agent = "healthypi"
    /// Whose signals these are. Only a keyed hash of it leaves the program.
    public var person = "default"
    /// The most confidential label that may leave.
    public var ceiling = Label.confidential
    public var session = SessionPipeline.Settings()
    /// The zone of the person's clock, such as `Europe/Berlin`.
    public var timeZone = "GMT"
    /// Nil to record nothing.
    public var recording: LiveRecordingOptions?
    /// Who is shown the signals; nil: nobody.
    public var page: PageFeed?
    /// End when the last board has gone.
    public var once = false

    public init(sources: [LiveSource]) { self.sources = sources }
}
