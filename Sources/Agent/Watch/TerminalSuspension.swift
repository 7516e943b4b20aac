import Dispatch
import Glibc
import Synchronization

/// ^Z while something is drawn: asked for by the keyboard, done by whoever draws. And the word that
/// the program goes on, after ^Z or after somebody else had stopped it.
final class TerminalSuspension {
    private final class Request: Sendable {
        let isOpen = Mutex(false)
    }

    private let request = Request()
    private let resumption = Request()
    private let sources: [any DispatchSourceSignal]

    init() {
        signal(SIGTSTP, SIG_IGN)
        sources = [(SIGTSTP, request), (SIGCONT, resumption)].map {
            number, request -> any DispatchSourceSignal in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { request.isOpen.withLock { $0 = true } }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        signal(SIGTSTP, SIG_DFL)
    }

    /// Whether it is to stop; once for each time it was asked for.
    func take() -> Bool { Self.take(request) }

    /// Whether it has been stopped and goes on: the screen may show anything.
    func takeResumption() -> Bool { Self.take(resumption) }

    private static func take(_ request: Request) -> Bool {
        request.isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
    }
}
