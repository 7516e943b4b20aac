/// Which board is talking, from the bytes alone. A USB identity is never proof; frames are.
public struct BoardRecogniser: Sendable {
    private var openView: OpenViewRecogniser
    private var blocks = DataBlockRecogniser()
    private let board: Board?

    /// - Parameter board: what the user says it is; then only the firmware's variant is decided.
    public init(expecting board: Board? = nil) {
        self.board = board
        openView = OpenViewRecogniser(expecting: board)
    }

    public mutating func process(_ bytes: ArraySlice<UInt8>) {
        if board != .healthypi6 { openView.process(bytes) }
        if board == nil || board == .healthypi6 { blocks.process(bytes) }
    }

    /// - Parameters:
    ///   - isComplete: no more bytes will come; what can be said is said now.
    ///   - seconds: in which the bytes arrived, if known: frame rates tell firmware lines apart.
    public func recognition(isComplete: Bool, seconds: Double?) -> BoardRecognition {
        let byBlocks = blocks.recognition(isComplete: isComplete)
        if board == .healthypi6 { return byBlocks }
        let byFrames = openView.recognition(isComplete: isComplete, seconds: seconds)
        if board == nil, case .recognised = byBlocks { return byBlocks }
        if board == nil, case .unknown = byFrames, case .refused = byBlocks { return byBlocks }
        return byFrames
    }
}
