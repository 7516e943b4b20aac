import CNATS
import Glibc
import Publishing
import Synchronization

/// What the client library says, on threads of its own, about one connection: kept here until
/// the connection's owner asks.
final class ConnectionEars: Sendable {
    struct Heard {
        var refusals: [Refusal] = []
        fileprivate var lastRefusal = ""
        /// The broker's last words, once the connection is closed for good.
        var closed: String?
        /// Said while the connection was still up: the credentials are no longer taken.
        var loginLost: String?
    }

    enum Refusal: Equatable {
        case publish(subject: String)
        case subscription(subject: String)
    }

    /// Refusals kept at most: one per subject is enough, and a hostile broker may invent many.
    static let refusalCountMax = 64

    private let heard = Mutex(Heard())
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    /// What was heard since the last time; a close is heard every time.
    func take() -> Heard {
        heard.withLock { heard in
            defer {
                heard.refusals.removeAll()
                heard.lastRefusal = ""
            }
            return heard
        }
    }

    func peek() -> Heard { heard.withLock { $0 } }

    /// Waits until the close has been heard, half a second at most.
    func awaitClosed() {
        for _ in 0..<100 where peek().closed == nil { _ = poll(nil, 0, 5) }
    }

    func hear(_ status: natsStatus, _ text: String) {
        heard.withLock { heard in
            if status == NATS_NOT_PERMITTED {
                // The library holds what we are slow to hear: nothing is done twice.
                guard heard.refusals.count < Self.refusalCountMax, text != heard.lastRefusal,
                    let refusal = Refusal(text)
                else { return }
                heard.lastRefusal = text
                if !heard.refusals.contains(refusal) { heard.refusals.append(refusal) }
            } else if status == NATS_CONNECTION_AUTH_FAILED {
                heard.loginLost = text
            }
        }
        wake()
    }

    func hearClosed(_ text: String) {
        heard.withLock { $0.closed = text }
        wake()
    }
}

extension ConnectionEars.Refusal {
    /// From the server's own words: `Permissions Violation for Publish to "a.b"`, or
    /// `… for Subscription to "a.b" using queue "q"`. The client library drops quotes at the ends.
    init?(_ text: String) {
        let quoted = text.split(separator: "\"", omittingEmptySubsequences: false)
        guard quoted.count >= 2 else { return nil }
        let subject = String(quoted[1].prefix(256))
        if quoted[0].contains("for Publish to") {
            self = .publish(subject: subject)
        } else if quoted[0].contains("for Subscription to") {
            self = .subscription(subject: subject)
        } else {
            return nil
        }
    }
}

extension ConnectionEars {
    /// The library keeps the ears until the connection is closed, the last it ever calls them for.
    func install(in options: OpaquePointer) -> [natsStatus] {
        let closure = Unmanaged.passRetained(self).toOpaque()
        return [
            natsOptions_SetErrorHandler(options, errorHandler, closure),
            natsOptions_SetClosedCB(options, closedHandler, closure),
        ]
    }

    /// When no connection came to be, nothing will call: lets go of what `install` kept.
    func uninstall() { Unmanaged.passUnretained(self).release() }
}

private nonisolated let errorHandler:
    @convention(c) (
        OpaquePointer?, OpaquePointer?, natsStatus, UnsafeMutableRawPointer?
    ) -> Void = { _, _, status, closure in
        guard let closure else { return }
        // On this thread and for this call the library's own last words are these.
        let text = nats_GetLastError(nil).map { String(cString: $0) } ?? ""
        Unmanaged<ConnectionEars>.fromOpaque(closure).takeUnretainedValue().hear(status, text)
    }

private nonisolated let closedHandler:
    @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Void = { connection, closure in
        guard let closure else { return }
        var text: UnsafePointer<CChar>?
        _ = natsConnection_GetLastError(connection, &text)
        Unmanaged<ConnectionEars>.fromOpaque(closure).takeRetainedValue()
            .hearClosed(text.map { String(cString: $0) } ?? "")
    }
