public import Biosignals

/// Sedentary bouts and their breaks from a device that knows posture, inside given windows.
///
/// Input:  events in order, each with posture or stepping, and the windows in which the device was
///         worn by somebody awake.
/// Output: a bout is an unbroken stretch of sitting or lying, cut at the edges of its window; a break
///         is a stretch upright, however short, with a bout on either side in the same window.
/// Source: Tremblay et al. (2017), doi:10.1186/s12966-017-0525-8.
public struct PostureBouts: Equatable, Sendable {
    public struct Event: Equatable, Sendable {
        public let start: Seconds
        public let duration: Seconds
        public let isSedentary: Bool

        public init(start: Seconds, duration: Seconds, isSedentary: Bool) {
            self.start = start
            self.duration = duration
            self.isSedentary = isSedentary
        }
    }

    public private(set) var bouts: [ClosedRange<Double>] = []
    public private(set) var breaks: [ClosedRange<Double>] = []

    public var sedentarySeconds: Double { bouts.reduce(0) { $0 + $1.upperBound - $1.lowerBound } }

    public func bouts(ofAtLeast minutes: Double) -> Int {
        bouts.count { $0.upperBound - $0.lowerBound >= 60 * minutes }
    }

    /// - Parameter windows: apart and in order.
    public init(_ events: [Event], within windows: [ClosedRange<Double>]) {
        for window in windows {
            var open: ClosedRange<Double>?
            var lastEnd: Double?
            for event in events where event.isSedentary {
                let start = max(event.start.value, window.lowerBound)
                let end = min(event.start.value + event.duration.value, window.upperBound)
                guard end > start else { continue }
                // Within rounding of the device's tenth of a second it is the same stretch.
                if let current = open, start - current.upperBound < 0.05 {
                    open = current.lowerBound...end
                } else {
                    if let current = open {
                        bouts.append(current)
                        lastEnd = current.upperBound
                    }
                    if let lastEnd { breaks.append(lastEnd...start) }
                    open = start...end
                }
            }
            if let current = open { bouts.append(current) }
        }
    }
}
