/// Why a login at the broker cannot be used as it lies there. No text holds any of a key.
public enum BrokerAccessError: Error, Equatable, Sendable {
    case missing(path: String)
    case unreadable(path: String, cause: String)
    /// Others may read a secret, or change it; `mode` is its permission bits.
    case openToOthers(path: String, mode: UInt32)
    case ofAnotherUser(path: String)
    case notAKey(path: String)
    /// A login or an authority together with an address that is not `tls://`.
    case notSecure(broker: String)

    /// Whether it is a matter of who may read what.
    public var isNotPermitted: Bool {
        switch self {
        case .unreadable, .openToOthers, .ofAnotherUser: true
        case .missing, .notAKey, .notSecure: false
        }
    }
}

extension BrokerAccessError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path):
            "There is no \(path). The broker's login is a member's folder of a realm (made by "
                + "healthypi-warden init, under keys/), and its ca.crt. Correct publish.login or "
                + "publish.authority."
        case .unreadable(let path, let cause):
            "Cannot read \(path): \(cause). Let this program's user read it, and nobody else."
        case .openToOthers(let path, let mode):
            "Others may read \(path) (mode \(String(mode, radix: 8))), which is a secret. Close "
                + "it with: chmod 600 \(path)"
        case .ofAnotherUser(let path):
            "The secret \(path) belongs to another user. Give this program's user its own."
        case .notAKey(let path):
            "\(path) does not hold what its name says. Copy it again from the realm."
        case .notSecure(let broker):
            "publish.login and publish.authority are for a broker on tls://, and the address is "
                + "\(broker). Write tls://, or leave them out."
        }
    }
}
