import Glibc
import Synchronization

/// A thread of its own for blocking calls. No signal is delivered to it.
final class JoinableThread: Sendable {
    private struct Start {
        let name: String
        let body: @Sendable () -> Void
    }
    private final class StartBox {
        let start: Start
        init(_ start: Start) { self.start = start }
    }

    /// Nil once it has been joined.
    private let handle: Mutex<pthread_t?>

    /// - Parameter name: for `ps` and `top`; the system keeps 15 bytes of it.
    /// - Returns: nil if the system has no thread to give.
    init?(name: String, body: @escaping @Sendable () -> Void) {
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        pthread_attr_init(attributes)
        defer { pthread_attr_destroy(attributes) }
        pthread_attr_setstacksize(attributes, 256 * 1_024)
        // The new thread inherits the mask, so that no signal can arrive before it has set its own.
        var everySignal = sigset_t()
        var before = sigset_t()
        sigfillset(&everySignal)
        pthread_sigmask(SIG_SETMASK, &everySignal, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }

        let box = Unmanaged.passRetained(StartBox(Start(name: name, body: body)))
        var thread = pthread_t()
        let failure = pthread_create(&thread, attributes, Self.entry, box.toOpaque())
        guard failure == 0 else {
            box.release()
            return nil
        }
        handle = Mutex(thread)
    }

    deinit { join() }

    /// Returns when the body has; at once on the thread itself and the second time.
    func join() {
        let thread = handle.withLock { handle -> pthread_t? in
            defer { handle = nil }
            return handle
        }
        guard let thread else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }

    private static let entry:
        @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
            { raw in
                guard let raw else { return nil }
                let start = Unmanaged<StartBox>.fromOpaque(raw).takeRetainedValue().start
                SmallFile.write(start.name, to: "/proc/thread-self/comm")
                start.body()
                return nil
            }
}
