/// Seconds of a recording as a reader knows them: by the clock on the wall if it is known when the
/// recording began, else since its beginning.
struct TimeScale: Equatable, Sendable {
    /// Seconds after midnight at which the recording began; nil: nobody knows.
    let startOfDay: Double?
    /// Seconds that the recording lasted: under an hour nobody counts hours.
    let length: Double

    private static let steps: [Double] = [
        0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800,
        21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000,
    ]

    func ticks(over range: ClosedRange<Double>, count: Int = 7) -> [Ticks.Tick] {
        let length = range.upperBound - range.lowerBound
        guard length > 0, length.isFinite else { return [] }
        let least = length / Double(count)
        let step = Self.steps.first { $0 >= least } ?? (length / 5).rounded(.up)
        let origin = startOfDay.map { $0.truncatingRemainder(dividingBy: max(step, 1)) } ?? 0
        let first = ((range.lowerBound + origin) / step - 1e-9).rounded(.up)
        let last = ((range.upperBound + origin) / step + 1e-9).rounded(.down)
        guard first <= last, last - first < 100 else { return [] }
        return stride(from: first, through: last, by: 1).map {
            let seconds = $0 * step - origin
            return Ticks.Tick(value: seconds, label: label(seconds, step: step))
        }
    }

    /// `14:05`, or `1:05` after the beginning; seconds where the marks are closer than a minute.
    func label(_ seconds: Double, step: Double = 60) -> String {
        guard let startOfDay else { return elapsed(seconds, step: step) }
        let tenths = ((startOfDay + seconds) * 10).rounded()
        let inDay = (tenths / 10).truncatingRemainder(dividingBy: 86_400)
        let whole = Int(inDay.rounded(.down))
        let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
        let minute = "\(Self.two(hours)):\(Self.two(minutes))"
        return step >= 60 ? minute : "\(minute):\(Self.two(rest))"
    }

    private func elapsed(_ seconds: Double, step: Double) -> String {
        guard step >= 1 else { return Text.number(seconds, digits: 1) }
        let clock = Text.clock(seconds + 1e-6)
        guard length < 3_600 else { return step >= 60 ? String(clock.dropLast(3)) : clock }
        let minutes = clock.dropFirst(2)
        return String(minutes.hasPrefix("0") ? minutes.dropFirst() : minutes)
    }

    /// What the axis is called.
    var title: String {
        guard startOfDay == nil else { return "time of day" }
        return "time since the beginning, " + (length < 3_600 ? "min:s" : "h:min")
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
