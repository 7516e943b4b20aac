import Dispatch
import Glibc
import Synchronization

/// ^Z while something is drawn: asked for by the keyboard, done by whoever draws.
final class TerminalSuspension {
    private final class Request: Sendable {
        let isOpen = Mutex(false)
    }

    private let request = Request()
    private let source: any DispatchSourceSignal

    init() {
        signal(SIGTSTP, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGTSTP, queue: .global())
        source.setEventHandler { [request] in request.isOpen.withLock { $0 = true } }
        source.resume()
    }

    deinit {
        source.cancel()
        signal(SIGTSTP, SIG_DFL)
    }

    /// Once for each time it was asked for.
    func take() -> Bool {
        request.isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
    }
}
