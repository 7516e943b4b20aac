import EventContract
import Foundation
import Trust

/// The two clocks that an agent needs; a test has its own.
protocol ServiceClock: Sendable {
    /// Since some moment, forward only.
    func now() -> Duration
    func utc() -> WireTime
    /// Whether the kernel says that the clock is being held to a reference.
    func isSynchronised() -> Bool
    /// The time, and whether it may be believed.
    ///
    /// - Parameter believing: also a clock that the kernel does not call synchronised.
    func judged(by judge: inout ClockJudge, believing: Bool) -> ClockReading
}

extension ServiceClock {
    /// ms of the clock that is never set.
    var milliseconds: Int64 { Int64(now() / .milliseconds(1)) }

    func judged(by judge: inout ClockJudge, believing: Bool) -> ClockReading {
        judge.judge(
            wallMilliseconds: utc().millisecondsSince1970, monotonicMilliseconds: milliseconds,
            isSynchronised: believing || isSynchronised())
    }
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
