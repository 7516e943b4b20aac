public import Trust

/// How approvals are asked for.
public struct ApprovalOptions: Sendable {
    public var agent = "healthypi"
    /// s a request stays open.
    public var lifeSeconds: Int64 = 900
    /// How many approvers have to agree to an erasure: 1 or 2.
    public var eraseQuorum: Int64 = 1
    public var mode = OperatingMode.standard

    public init() {}

    func quorum(_ operation: Trust.Operation) -> Int64 {
        switch operation {
        case .delete, .eraseBaseline, .widenScope: eraseQuorum
        default: 1
        }
    }
}
