/// What this machine is shown over HTTP.
public struct PageSettings: Equatable, Sendable {
    /// Where `/metrics` is served besides the local socket; nil for nowhere.
    public var metrics: String?
    /// Whether what was measured of the person stands there too.
    public var metricsMeasured = false

    public init() {}
}
