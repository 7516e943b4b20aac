/// What one task may take up, whoever asked for it and wherever it is done.
public struct TaskBudget: Equatable, Sendable {
    public var seconds: Double
    public var filesMax: Int
    /// Bytes of its reply; a file that is written is no reply.
    public var replyBytesMax: Int

    public init(seconds: Double = 600, filesMax: Int = 20, replyBytesMax: Int = 1_000_000) {
        self.seconds = seconds
        self.filesMax = filesMax
        self.replyBytesMax = replyBytesMax
    }

    public init(_ mode: OperatingMode) {
        if mode == .sensitive { self.init(seconds: 120, filesMax: 5) } else { self.init() }
    }
}
