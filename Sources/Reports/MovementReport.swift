public import Sedentary

/// Stationary time, as the command `stationary` prints it; the bouts stand in the account.
public struct MovementReport: Sendable {
    public var epochs: [Epoch]
    public var total: StationaryTotal
    /// What movement was judged from.
    public var evidence: [String]

    public init(epochs: [Epoch], total: StationaryTotal, evidence: [String]) {
        self.epochs = epochs
        self.total = total
        self.evidence = evidence
    }
}
