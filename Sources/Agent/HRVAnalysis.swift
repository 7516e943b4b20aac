public import Biosignals
public import EventContract
public import HRV

/// Heart rate variability of a whole series of intervals, in one window or in several: what the
/// command `hrv` prints.
public struct HRVAnalysis: Sendable {
    public struct Options: Sendable {
        /// Length of each window; nil takes the whole input as one.
        public var window: Seconds?
        /// Whose definitions, and whose correction.
        public var preset = HRVPreset.taskforce
        /// Another correction than the preset's own.
        public var correction: HRVCorrection?
        /// Numbers in the ledger of edits that are not to be made.
        public var undone: Set<Int> = []

        public init() {}
    }

    /// One window's panel as the contract writes it, and the edits made in it.
    public struct Result: Sendable {
        public let payload: HRVPayload
        /// The intervals that the panel is of.
        public let nn: NNIntervals
        public var edits: [BeatEdit] { nn.edits }
    }

    private let analyzer: HRVAnalyzer
    private let options: Options

    public init(options: Options = Options()) throws {
        analyzer = try HRVAnalyzer(preset: options.preset)
        self.options = options
    }

    public func results(of input: IntervalInput) -> [Result] {
        var results: [Result] = []
        var next = 0
        for window in windows(upTo: input.duration, of: input.intervals) {
            let inside = Self.intervals(of: input.intervals, in: window, from: &next)
            let correction = options.correction ?? options.preset.correction
            let corrected = correction.applied(to: inside, without: options.undone)
            let share = input.usable(in: window)
            let panel = analyzer.panel(
                of: corrected.nn, window: Seconds(window.upperBound - window.lowerBound),
                usable: share, rhythm: corrected.objection)
            results.append(
                Result(
                    payload: EventFactory.payload(
                        panel,
                        window: .init(
                            start: window.lowerBound, end: window.upperBound, usable: share),
                        source: input.source), nn: corrected.nn))
        }
        return results
    }

    /// Windows that are empty for longer than this are not listed: nobody wants a null for each
    /// minute of a week in which nothing was recorded.
    private static let emptyMax: Seconds = 3_600

    private func windows(upTo duration: Double, of rr: RRIntervals) -> [Range<Double>] {
        guard let length = options.window?.value, length < duration else {
            return [0..<max(duration, .leastNormalMagnitude)]
        }
        var windows: [Range<Double>] = []
        var index = 0
        var next = 0
        while Double(index) * length < duration - length * Self.restMax {
            let start = Double(index) * length
            windows.append(start..<min(start + length, duration))
            while next < rr.count, rr.endSeconds[next] < start + length { next += 1 }
            index += 1
            let following = next < rr.count ? rr.endSeconds[next] : duration
            if following > start + length + Self.emptyMax.value {
                index = max(index, Int(following / length))
            }
        }
        return windows
    }

    /// A rest of a window shorter than this share of it is not listed.
    private static let restMax = 0.02

    /// The intervals that begin and end in the window; the whole input keeps all of its own.
    ///
    /// - Parameter next: the first interval not before the window; moved on for the next one.
    private static func intervals(
        of rr: RRIntervals, in window: Range<Double>, from next: inout Int
    ) -> RRIntervals {
        var inside = RRIntervals()
        inside.timingSD = rr.timingSD
        // An interval's begin is computed from its end, so leave room for rounding.
        let slack = 1e-6
        while next < rr.count, rr.endSeconds[next] <= window.upperBound + slack {
            let end = rr.endSeconds[next]
            if end - rr.milliseconds[next] / 1_000 >= window.lowerBound - slack {
                inside.append(
                    endSeconds: end, milliseconds: rr.milliseconds[next],
                    followsPrevious: rr.followsPrevious[next], quality: rr.quality[next],
                    evidence: rr.evidence[next])
            }
            next += 1
        }
        return inside
    }
}

extension HRVAnalysis {
    /// The names of the measures in the order in which the field lists them.
    public static let measureNames = HRVMeasureName.allCases.map(\.rawValue)
}
