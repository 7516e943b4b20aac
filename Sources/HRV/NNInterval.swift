/// One interval between normal beats, as a live feed hands it on.
public struct NNInterval: Equatable, Sendable {
    /// Time of the beat that ends it, in seconds since the recording began.
    public var endSeconds: Double
    /// ms.
    public var milliseconds: Double
    /// Whether it begins at the normal beat that ended the one before it.
    public var followsPrevious: Bool
    /// Whether an edit moved or put in one of its two beats.
    public var isReconstructed: Bool

    public init(
        endSeconds: Double, milliseconds: Double, followsPrevious: Bool,
        isReconstructed: Bool = false
    ) {
        self.endSeconds = endSeconds
        self.milliseconds = milliseconds
        self.followsPrevious = followsPrevious
        self.isReconstructed = isReconstructed
    }
}
