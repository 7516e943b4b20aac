/// A board's firmware, as far as its bytes go: digital values in, the very bytes out.
public protocol BoardEncoder: Sendable {
    /// Samples that the next call of `encode` takes of each channel of the profile, in its order.
    /// Ask before each call: where packets of several kinds come at rates of their own, it changes.
    var samplesPerBurst: [Int] { get }

    /// Appends the bytes of one burst.
    ///
    /// - Parameters:
    ///   - counts: for each channel `samplesPerBurst` digital values; values that the wire cannot
    ///     hold are clamped.
    ///   - status: what the board says beside its samples.
    mutating func encode(
        _ counts: [[Int32]], status: BoardStatus, into bytes: inout [UInt8])
}

/// What a board says beside its samples.
public struct BoardStatus: Equatable, Sendable {
    /// 0 where not available, as the boards have it.
    public var heartRate: UInt8 = 0
    public var spo2: UInt8 = 0
    public var respirationRate: UInt8 = 0
    public var isECGLeadOff = false
    public var isProbeOff = false
    /// Blocks the board made but did not send; only boards with a sequence number tell.
    public var droppedBlocks: UInt32 = 0

    public init() {}
}
