/// How a serial port is opened.
public struct PortSettings: Equatable, Sendable {
    public var baudRate: BaudRate
    public var lineRule: LineRule
    /// False opens it for reading only: not even a slip of ours can then reach the board.
    public var allowsWriting: Bool

    public init(
        baudRate: BaudRate = .rate115200, lineRule: LineRule = .leaveAlone,
        allowsWriting: Bool = false
    ) {
        self.baudRate = baudRate
        self.lineRule = lineRule
        self.allowsWriting = allowsWriting
    }
}
