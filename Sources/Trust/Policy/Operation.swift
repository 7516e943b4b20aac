/// What can be asked of an agent. The raw value stands in requests, approvals and audit lines.
public enum Operation: String, CaseIterable, Sendable {
    case publishEvent = "events.publish"
    case publishInsight = "insights.publish"
    case readStatus = "status.read"
    case checkpoint = "audit.checkpoint"
    case readData = "data.read"
    case readInsights = "insights.read"
    /// More than 24 hours of derived values.
    case readHistory = "data.read_history"
    case report = "report.make"
    case replay = "replay.start"
    case resetCalibration = "calibration.reset"
    case exportRaw = "data.export_raw"
    case delete = "data.delete"
    case streamRaw = "data.stream_raw"
    case widenScope = "scope.widen"
    case eraseBaseline = "baseline.erase"
    case rotateKey = "key.rotate_now"
    case auditOff = "security.audit_off"
    case signingOff = "security.signing_off"
    case encryptionOff = "security.tls_off"
    case labelsOff = "security.labels_off"
    case raiseRole = "role.raise"
    case acceptRoot = "root.accept"

    /// Only with a person's approval of exactly this, whatever any setting says.
    public var needsApproval: Bool { PolicyRow.table[self]?.treatment == .hardApproval }
}

/// What an agent is allowed to do at all just now.
public enum OperatingMode: String, CaseIterable, Sendable {
    /// Nothing over the bus; events wait in the outbox.
    case offline
    case standard
    /// Insights only, nothing above internal, smaller budgets.
    case sensitive
    /// Replayed or simulated input, everything in one temporary place.
    case demo
}

/// The way a request came in.
public enum RequestOrigin: String, CaseIterable, Sendable {
    case bus, socket, console
}
