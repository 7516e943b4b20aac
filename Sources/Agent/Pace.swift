/// Holds a replay back to the speed asked for.
struct Pace {
    private let factor: Double?
    /// Seconds of signal that go by at once, before anybody is to see any.
    private let from: Double
    private var began: ContinuousClock.Instant?

    init(speed: ReplaySpeed, from: Double = 0) {
        switch speed {
        case .max: factor = nil
        case .times(let factor): self.factor = factor
        }
        self.from = from
        began = from > 0 ? nil : .now
    }

    func isBefore(_ seconds: Double) -> Bool { seconds < from }

    /// Waits until as much time has passed as the signal took, in steps short enough to be
    /// stopped.
    mutating func wait(until seconds: Double, isStopped: () -> Bool) async {
        guard let factor, seconds >= from else { return }
        let began = began ?? .now
        self.began = began
        let due = began.advanced(by: .seconds(min((seconds - from) / factor, 1e9)))
        while !isStopped(), ContinuousClock.now < due {
            let step = min(due, ContinuousClock.now.advanced(by: .milliseconds(100)))
            try? await ContinuousClock().sleep(until: step)
        }
    }
}
