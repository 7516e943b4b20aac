public import Biosignals
import Acquisition
import CTimex
import Glibc

/// The machine's clocks, as a live session needs them: one to measure with, one to tell the time.
public struct HostClock: Sendable {
    /// How far the machine's UTC can be trusted.
    public struct UTCReading: Equatable, Sendable {
        public let time: UTCTime
        /// Whether the kernel says that the clock is being held to a reference.
        public let isSynced: Bool
        /// The kernel's bound on the error, ms; nil if it gives none.
        public let errorMillisecondsMax: Double?

        public init(time: UTCTime, isSynced: Bool, errorMillisecondsMax: Double?) {
            self.time = time
            self.isSynced = isSynced
            self.errorMillisecondsMax = errorMillisecondsMax
        }
    }

    /// Seconds of CLOCK_MONOTONIC: what the readers of ports stamp bytes with.
    public let monotonicSeconds: @Sendable () -> Double
    public let utc: @Sendable () -> UTCReading

    public init(
        monotonicSeconds: @escaping @Sendable () -> Double,
        utc: @escaping @Sendable () -> UTCReading
    ) {
        self.monotonicSeconds = monotonicSeconds
        self.utc = utc
    }

    public static let system = HostClock(
        monotonicSeconds: { MonotonicInstant.now().seconds },
        utc: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            var kernel = timex()
            let state = adjtimex(&kernel)
            let isSynced = state != TIME_ERROR && kernel.status & STA_UNSYNC == 0 && state >= 0
            return UTCReading(
                time: UTCTime(
                    millisecondsSince1970: Int64(time.tv_sec) * 1_000
                        + Int64(time.tv_nsec) / 1_000_000),
                isSynced: isSynced,
                errorMillisecondsMax: isSynced ? Double(kernel.maxerror) / 1_000 : nil)
        })
}
