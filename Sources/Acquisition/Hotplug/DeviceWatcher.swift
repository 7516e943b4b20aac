import Synchronization

/// Follows the machine's serial ports: those that are there, and then every one that comes or goes.
///
/// USB ports and real UARTs only; no consoles and no pseudo-terminals. A thread of its own listens
/// to the kernel through libudev. Which port is a board is not decided here.
public final class DeviceWatcher: Sendable {
    /// Those that are there first, each as `.added`. Never drops one; for one task. Ends with
    /// `stop()`.
    public let events: AsyncStream<DeviceEvent>
    private let wake: WakePipe
    private let thread: JoinableThread

    public init() throws(DeviceWatchError) {
        guard let wake = WakePipe() else { throw .noMonitor(because: "too many files are open") }
        let monitor = try UdevMonitor()
        let (events, continuation) = AsyncStream.makeStream(of: DeviceEvent.self)
        let thread = JoinableThread(name: "device watch") {
            DeviceWatchLoop(monitor: monitor, wake: wake).run { continuation.yield($0) }
            continuation.finish()
        }
        guard let thread else { throw .noThread }
        self.events = events
        self.wake = wake
        self.thread = thread
    }

    deinit { stop() }

    /// Returns when the thread has ended. Again is no harm.
    public func stop() {
        wake.raise()
        thread.join()
    }

    /// The ports there are now, in the order of their nodes, without watching.
    public static func presentPorts() throws(DeviceWatchError) -> [PortIdentity] {
        try UdevMonitor(listening: false).presentPorts().values.sorted { $0.node < $1.node }
    }
}
