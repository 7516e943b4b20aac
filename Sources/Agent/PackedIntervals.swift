import Biosignals

/// The NN intervals of one window in eight bytes each instead of eighteen, for what is kept a day:
/// times in whole microseconds, finer by far than any board's clock.
struct PackedIntervals: Sendable {
    private struct Interval {
        /// Since the window's start, µs.
        let end: UInt32
        /// µs in the lower thirty bits; above them the two flags.
        let length: UInt32

        static let lengthMask: UInt32 = (1 << 30) - 1
        static let followsPrevious: UInt32 = 1 << 30
        static let isReconstructed: UInt32 = 1 << 31
    }

    private let start: Double
    private let intervals: [Interval]

    /// - Parameter start: of the window, seconds; each interval ends within 71 minutes of it and is
    ///   shorter than 17.
    init(_ nn: NNIntervals, start: Double) {
        self.start = start
        intervals = (0..<nn.count).map { index in
            var length = min(
                Self.microseconds(nn.milliseconds[index] / 1_000), Interval.lengthMask)
            // What came before the window belongs to another.
            if index > 0 && nn.followsPrevious[index] { length |= Interval.followsPrevious }
            if nn.isReconstructed[index] { length |= Interval.isReconstructed }
            return Interval(
                end: Self.microseconds(nn.endSeconds[index] - start), length: length)
        }
    }

    func unpack(into nn: inout NNIntervals) {
        for interval in intervals {
            nn.endSeconds.append(start + Double(interval.end) / 1e6)
            nn.milliseconds.append(Double(interval.length & Interval.lengthMask) / 1_000)
            nn.followsPrevious.append(interval.length & Interval.followsPrevious != 0)
            nn.isReconstructed.append(interval.length & Interval.isReconstructed != 0)
        }
    }

    private static func microseconds(_ seconds: Double) -> UInt32 {
        UInt32(min(max(0, (seconds * 1e6).rounded()), Double(UInt32.max)))
    }
}
