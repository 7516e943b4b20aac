import EventContract
import Foundation

/// The two clocks that serving needs; a test has its own.
protocol ServiceClock: Sendable {
    /// Since some moment, forward only.
    func now() -> Duration
    func utc() -> WireTime
    /// Whether the kernel says that the clock is being held to a reference.
    func isSynchronised() -> Bool
}

struct SystemServiceClock: ServiceClock {
    private let start = ContinuousClock.now

    func now() -> Duration { ContinuousClock.now - start }

    func utc() -> WireTime {
        WireTime(
            millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }

    func isSynchronised() -> Bool { HostClock.system.utc().isSynced }
}
