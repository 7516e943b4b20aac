/// How long a `PortLink` waits for what.
public struct PortLinkTiming: Equatable, Sendable {
    /// Silence after which the port is closed and opened again: a board can stop sending while its
    /// port stays.
    public var reopenAfter: Duration = .seconds(3)
    /// Silence after which only a person can help.
    public var replugAfter: Duration = .seconds(10)
    /// After the first reopening it is opened again this often, should the board have come to.
    public var reopenEvery: Duration = .seconds(30)
    /// The first wait after a failed opening; each further one is twice as long.
    public var backoffMin: Duration = .milliseconds(250)
    public var backoffMax: Duration = .seconds(5)
    /// How long a source that may have any board waits for the one it had.
    public var releaseAfter: Duration = .seconds(60)

    public init() {}

    /// - Parameter failures: in a row, at least 1.
    func backoff(after failures: Int) -> Duration {
        min(backoffMin * (1 << min(max(failures - 1, 0), 16)), backoffMax)
    }
}
