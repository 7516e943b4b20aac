/// Holds a replay back to the speed asked for.
struct Pace {
    private let factor: Double?
    private let began = ContinuousClock.now

    init(speed: ReplaySpeed) {
        switch speed {
        case .max: factor = nil
        case .times(let factor): self.factor = factor
        }
    }

    /// Waits until as much time has passed as the signal took, in steps short enough to be
    /// stopped.
    func wait(until seconds: Double, isStopped: () -> Bool) async {
        guard let factor else { return }
        let due = began.advanced(by: .seconds(min(seconds / factor, 1e9)))
        while !isStopped(), ContinuousClock.now < due {
            let step = min(due, ContinuousClock.now.advanced(by: .milliseconds(100)))
            try? await ContinuousClock().sleep(until: step)
        }
    }
}
