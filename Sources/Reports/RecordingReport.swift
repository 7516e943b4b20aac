/// All that a report says of one recording: plain values, filled in by whoever ran the analyses.
public struct RecordingReport: Sendable {
    /// A file that was read.
    public struct InputFile: Sendable {
        public var name: String
        public var sha256: String

        public init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// How something was found: what a reader needs to judge it or to do it again.
    public struct MethodCard: Sendable {
        public var name: String
        public var lines: [String]

        public init(name: String, lines: [String]) {
            self.name = name
            self.lines = lines
        }
    }

    /// Channels, header, gaps and what cannot be said: the account a replay prints.
    public var account: RecordingAccount
    /// Program and version.
    public var program: String
    /// As the person who asked for the report names whoever wore the electrodes.
    public var person: String?
    /// Day on which it was made, if it is to be said.
    public var dateText: String?
    /// Seconds after midnight at which the recording began, and of which clock; nil: not known.
    public var startOfDay: Double?
    public var timeZone: String?
    /// Whether it holds only what a running agent would have said, which cannot look ahead.
    public var isLive = false
    /// A demonstration, which the page says at its top.
    public var isDemo = false
    /// What spoiled the recording, if something did.
    public var damage: String?
    public var files: [InputFile] = []
    /// Over all files, in the order in which they were opened: what an event's session names.
    public var sha256: String?

    public var signals: [SignalTrace] = []
    public var excerpts: [SignalExcerpt] = []
    public var heart: HeartReport?
    /// Why there is no `heart`.
    public var heartAbsent: String?
    public var skin: SkinReport?
    public var breathing: BreathingReport?
    public var movement: MovementReport?
    public var insights: [InsightReport] = []
    public var methods: [MethodCard] = []

    public init(account: RecordingAccount, program: String) {
        self.account = account
        self.program = program
    }
}
