/// How many approvals stand where. An approval nobody decided is never counted as denied.
public struct ApprovalCounts: Equatable, Sendable {
    public private(set) var pending = 0
    public private(set) var denied = 0
    public private(set) var expiredUndecided = 0
    public private(set) var undeliverable = 0

    public init(_ approvals: some Sequence<Approval>, at clock: ClockReading) {
        for approval in approvals {
            if !approval.state.isFinal { pending += 1 }
            if approval.state == .denied { denied += 1 }
            if approval.state == .expiredUndecided { expiredUndecided += 1 }
            if approval.isUndeliverable(at: clock) { undeliverable += 1 }
        }
    }
}
