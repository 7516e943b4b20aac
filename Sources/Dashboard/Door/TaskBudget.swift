/// What one task may take up.
public struct TaskBudget: Equatable, Sendable {
    public var seconds: Double
    public var filesMax: Int

    public init(seconds: Double = 600, filesMax: Int = 20) {
        self.seconds = seconds
        self.filesMax = filesMax
    }
}
