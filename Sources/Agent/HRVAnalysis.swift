public import Biosignals
public import EventContract
import HRV

/// Heart rate variability of a whole series of intervals, in one window or in several: what the
/// command `hrv` prints.
public struct HRVAnalysis: Sendable {
    public struct Options: Sendable {
        /// Length of each window; nil takes the whole input as one.
        public var window: Seconds?
        /// Takes every interval as it is.
        public var isUnedited = false

        public init() {}
    }

    /// One window's panel as the contract writes it, and the edits made in it.
    public struct Result: Sendable {
        public let payload: HRVPayload
        public let edits: [BeatEdit]
    }

    private let analyzer: HRVAnalyzer
    private let editor = NNEditor()
    private let options: Options

    public init(options: Options = Options()) throws {
        analyzer = try HRVAnalyzer(preset: .taskforce)
        self.options = options
    }

    /// - Parameters:
    ///   - rr: the intervals of the whole input.
    ///   - duration: seconds from the start of the input to its end.
    ///   - usable: share of a stretch that was usable; a series of intervals is usable throughout.
    public func results(
        of rr: RRIntervals, duration: Double, source: BeatSource,
        usable: (Range<Double>) -> Double = { _ in 1 }
    ) -> [Result] {
        windows(upTo: duration).map { window in
            let inside = Self.intervals(of: rr, in: window)
            let nn = options.isUnedited ? NNIntervals(unedited: inside) : editor.edit(inside)
            let share = usable(window)
            let panel = analyzer.panel(
                of: nn, window: Seconds(window.upperBound - window.lowerBound), usable: share)
            return Result(
                payload: EventFactory.payload(
                    panel,
                    window: .init(
                        start: window.lowerBound, end: window.upperBound, usable: share),
                    source: source), edits: panel.edits)
        }
    }

    private func windows(upTo duration: Double) -> [Range<Double>] {
        guard let length = options.window?.value, length < duration else {
            return [0..<max(duration, .leastNormalMagnitude)]
        }
        return stride(from: 0, to: duration - length * 0.02, by: length).map {
            $0..<min($0 + length, duration)
        }
    }

    /// The intervals that begin and end in the window; the whole input keeps all of its own.
    private static func intervals(of rr: RRIntervals, in window: Range<Double>) -> RRIntervals {
        var inside = RRIntervals()
        // An interval's begin is computed from its end, so leave room for rounding.
        let slack = 1e-6
        for index in 0..<rr.count {
            let end = rr.endSeconds[index]
            let begin = end - rr.milliseconds[index] / 1_000
            guard begin >= window.lowerBound - slack, end <= window.upperBound + slack else {
                continue
            }
            inside.append(
                endSeconds: end, milliseconds: rr.milliseconds[index],
                followsPrevious: rr.followsPrevious[index], quality: rr.quality[index])
        }
        return inside
    }
}

extension HRVAnalysis {
    /// The names of the measures in the order in which the field lists them.
    public static let measureNames = HRVMeasureName.allCases.map(\.rawValue)
}
