import Biosignals

/// Decides whether a window is good and long enough for a measure.
struct HRVGate {
    /// A window of 5 minutes holds a little less than 300 s between its first and its last beat.
    static let slack = 0.98

    private let count: Int
    private let window: Double
    private let stretch: Double
    private let stretchCount: Int
    private let usable: Double
    /// As the caller says, 0…1.
    private let signalUsable: Double
    private let percentEdited: Double
    private let limits: HRVLimits
    private let rhythm: Unavailable?

    /// - Parameter rhythm: why the rhythm allows no heart rate variability; nil if it does.
    init(
        nn: NNIntervals, window: Seconds, usable: Double, limits: HRVLimits,
        rhythm: Unavailable? = nil
    ) {
        let longest = nn.longestStretch
        count = nn.count
        self.rhythm = rhythm
        self.window = window.value.isFinite ? max(0, window.value) : 0
        stretch = nn.duration(of: longest)
        stretchCount = longest.count
        percentEdited = nn.edits.percent(ofBeats: nn.beatsTotal)
        self.limits = limits
        // Whatever the caller thinks of the signal: time without intervals is not usable. Up to two
        // intervals reach over the edges of the window.
        let covered = nn.milliseconds.reduce(0, +) / 1_000
        let edges = count > 0 ? 2 * covered / Double(count) : 0
        let share = self.window > 0 ? min(1, (covered + edges) / self.window) : 0
        self.usable = usable.isFinite ? max(0, min(usable, share)) : 0
        signalUsable = usable.isFinite ? usable : 0
    }

    /// Why the measure may not be stated; nil if it may. Of several reasons the first that no better
    /// signal would cure: the rhythm, the window, the signal, its mending, and what is left.
    func objection(to name: HRVMeasureName) -> Unavailable? {
        // Beats found in noise follow no rhythm either: then it is the signal that is no good.
        let isHeard = signalUsable >= limits.usableMinTime
        if let rhythm, isHeard, !name.describesAnyRhythm { return rhythm }
        let needed = name.requirement
        guard window >= needed.windowMin * Self.slack else {
            return .windowTooShort(found: Seconds(window), needed: Seconds(needed.windowMin))
        }
        let usableMin = name.domain == .time ? limits.usableMinTime : limits.usableMinOther
        guard usable >= usableMin else { return .poorSignal(usable: usable, needed: usableMin) }
        guard percentEdited <= limits.percentEditedMax else {
            return .tooManyEdits(percent: percentEdited, percentMax: limits.percentEditedMax)
        }
        guard count >= needed.intervalsMin else {
            return .tooFewIntervals(found: count, needed: needed.intervalsMin)
        }
        return name.needsStretch ? stretchObjection(needed) : nil
    }

    private func stretchObjection(_ needed: HRVRequirement) -> Unavailable? {
        guard stretch >= needed.windowMin * Self.slack else {
            return .windowTooShort(found: Seconds(stretch), needed: Seconds(needed.windowMin))
        }
        guard stretchCount >= needed.intervalsMin else {
            return .tooFewIntervals(found: stretchCount, needed: needed.intervalsMin)
        }
        return nil
    }
}

extension HRVMeasureName {
    /// Whether the measure means the same whatever sets the rhythm. The mean interval is the mean
    /// interval; everything else is read as the sinus node's variability, which an irregular rhythm
    /// does not show.
    var describesAnyRhythm: Bool { self == .meanNN || self == .heartRate }

    /// Whether a gap ends what can be used: the longest stretch must then be long enough.
    package var needsStretch: Bool {
        domain == .spectrum || self == .dfaAlpha1 || self == .dfaAlpha2
    }
}

extension [BeatEdit] {
    /// Beats put in, taken out or moved, per 100 beats; 0 without beats.
    func percent(ofBeats total: Int) -> Double {
        let made = count { $0.kind != .excluded }
        return total > 0 ? 100 * Double(made) / Double(total) : 0
    }
}
