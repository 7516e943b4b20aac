/// The decoder that a profile asks for: exactly one of the two is there.
public struct BoardDecoder: DeviceByteDecoder {
    private var openView: OpenViewDecoder?
    private var dataBlocks: DataBlockDecoder?

    public init(profile: BoardProfile) {
        if profile.board == .healthypi6 {
            dataBlocks = DataBlockDecoder(profile: profile)
        } else {
            openView = OpenViewDecoder(profile: profile)
        }
    }

    public mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout DeviceOutput) {
        openView?.decode(bytes, into: &output)
        dataBlocks?.decode(bytes, into: &output)
    }

    public mutating func finish(into output: inout DeviceOutput) {
        openView?.finish(into: &output)
        dataBlocks?.finish(into: &output)
    }
}

extension BoardProfile {
    /// What the user says it is. Where a board's firmware lines differ in scale only, the bytes
    /// still decide: `BoardRecogniser(expecting:)`.
    public static func chosen(_ board: Board) -> BoardProfile {
        openView(board, evidence: ["chosen by the user"])
            ?? healthyPi6(evidence: ["chosen by the user"])
    }
}
