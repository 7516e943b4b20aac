/// Why a realm could not be made, read or checked.
public enum RealmError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The folder has something in it, or is no folder.
    case notEmpty(path: String)
    case cannotWrite(path: String, cause: String)
    case cannotRead(path: String, cause: String)
    case rolesWrong(path: String, RolesError)
    /// A key, certificate or configuration that is not what it should be.
    case wrong(path: String, reason: String)
    case brokerTooOld(version: String, path: String)

    public var description: String {
        switch self {
        case .notEmpty(let path):
            "Cannot make a realm (\(path)): something is there already, and keys are never written "
                + "over. Name a new or empty directory."
        case .cannotWrite(let path, let cause):
            "Cannot write the realm (\(path)): \(cause). Nothing was left behind."
        case .cannotRead(let path, let cause):
            "Cannot read \(path): \(cause). Name a directory made by healthypi-warden init."
        case .rolesWrong(let path, let error):
            error.problems.map { "\(path), \($0)" }.joined(separator: "\n")
        case .wrong(let path, let reason): "\(path): \(reason)"
        case .brokerTooOld(let version, let path):
            "nats-server \(version) (\(path)) is too old: it cannot read min_version (TLS 1.3 "
                + "only) or sync_interval (an event acknowledged is an event on the disk), and lacks the "
                + "security fixes up to \(BrokerVersion.oldest). Install nats-server "
                + "\(BrokerVersion.oldest) or newer; Debian's nats-server 2.9.10 is not."
        }
    }
}
