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
    /// A demonstration: every event says so, and the page; only simulated boards are opened.
    public var isDemo = false
    /// Told of every event that was stored, in a line without what was measured.
    public var audit: (@Sendable (String) -> Void)?
    /// The most confidential label that Home Assistant is told of; nil to tell it nothing.
    public var homeAssistant: Label?
    /// Nil where nobody asks how the run fares.
    public var door: Door?

    /// Where a run tells how it fares.
    public struct Door: Sendable {
        public let window: DoorWindow
        /// The folder of the store, whose size is told.
        public let stateDirectory: String

        public init(window: DoorWindow, stateDirectory: String) {
            self.window = window
            self.stateDirectory = stateDirectory
        }
    }

    public init(sources: [LiveSource]) { self.sources = sources }
}
