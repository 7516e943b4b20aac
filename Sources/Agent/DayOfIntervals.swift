import Biosignals
import HRV

/// The NN intervals of a day of session, window by window, for the measures that need a day.
///
/// A day is 24 hours from the session's start. The one interval that reaches over the edge of two
/// windows belongs to neither: no difference is taken there. 100,000 intervals are 0.4 MB.
struct DayOfIntervals: Sendable {
    static let length = 86_400.0
    /// The Task Force asks for 18 of 24 hours.
    static let lengthMin = 64_800.0

    struct Day: Equatable {
        let nn: NNIntervals
        let window: Range<Double>
        let usable: Double
    }

    /// Those of the windows are in `windows`.
    private var nn = NNIntervals(
        endSeconds: [], milliseconds: [], followsPrevious: [], beatsTotal: 0)
    private var windows: [PackedIntervals] = []
    private var start = 0.0
    private var end = 0.0
    private var usableSeconds = 0.0

    /// - Parameters:
    ///   - window: of the session, behind the one before it, and not of a day that is over.
    ///   - usable: share of it, 0…1.
    ///   - isRegular: whether its rhythm allows heart rate variability; if not it counts for nothing.
    mutating func append(
        _ window: NNIntervals, in seconds: Range<Double>, usable: Double, isRegular: Bool
    ) {
        end = seconds.upperBound
        guard isRegular else { return }
        windows.append(PackedIntervals(window, start: seconds.lowerBound))
        nn.edits += window.edits
        nn.beatsTotal += window.beatsTotal
        nn.timingSD = window.timingSD ?? nn.timingSD
        usableSeconds += usable * (seconds.upperBound - seconds.lowerBound)
    }

    /// The day that is over when a window begins at `seconds`, if one is; the next begins then. Days in
    /// which nothing was recorded are passed over.
    mutating func take(before seconds: Double) -> Day? {
        guard seconds >= start + Self.length else { return nil }
        let day = end > start ? close(at: start + Self.length) : nil
        let days = ((seconds - start) / Self.length).rounded(.down)
        start += max(0, days) * Self.length
        end = max(end, start)
        return day
    }

    /// What there is of the last day, if that is enough.
    mutating func finish() -> Day? {
        end - start >= Self.lengthMin ? close(at: end) : nil
    }

    private mutating func close(at time: Double) -> Day {
        var nn = nn
        for window in windows { window.unpack(into: &nn) }
        let day = Day(nn: nn, window: start..<time, usable: min(1, usableSeconds / (time - start)))
        self = DayOfIntervals()
        start = time
        end = time
        return day
    }
}
