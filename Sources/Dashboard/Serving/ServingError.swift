import FlyingSocks
import Glibc

/// Why nothing is served.
public enum ServingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// - Parameter port: the next one, to be offered; nil for a path.
    case inUse(place: String, next: UInt16?)
    case notPermitted(place: String)
    case failed(place: String, why: String)

    public var description: String {
        switch self {
        case .inUse(let place, let next):
            "Cannot serve on \(place): another program listens there."
                + (next.map { " End it, or name another port, such as \($0)." } ?? "")
        case .notPermitted(let place):
            "Cannot serve on \(place): not permitted. A port from 1024 on needs no permission."
        case .failed(let place, let why): "Cannot serve on \(place): \(why)."
        }
    }

    public var isNotPermitted: Bool { if case .notPermitted = self { true } else { false } }

    init(_ error: any Error, place: String, port: UInt16?) {
        guard case SocketError.failed(_, let code, let message) = error else {
            self = .failed(place: place, why: "\(error)")
            return
        }
        switch code {
        case EADDRINUSE:
            self = .inUse(place: place, next: port.map { $0 < .max ? $0 + 1 : 8_080 })
        case EACCES, EPERM: self = .notPermitted(place: place)
        default: self = .failed(place: place, why: message)
        }
    }
}
