/// Whether a pulse is about as high as those before it.
///
/// A heart beat that comes early is low, but none is suddenly twice as high: that is motion.
/// Fitted on stress_predict (E4, six wrists at rest and talking): of good pulses with neighbours of
/// like height 1 % stand in uneven intervals, where one is twice as high as another 20 to 45 %.
struct PulseHeight: Sendable {
    /// Height over the running mean: as good as any up to the first, no pulse from the second on.
    private static let highBegins = 1.5
    private static let highEnds = 3.0
    private static let lowBegins = 0.3
    private static let lowEnds = 0.1
    private static let learning = 0.2
    /// One wild pulse moves the mean by no more than if it were so many times as high, or as low.
    private static let wildMax = 2.0

    private var mean = 0.0
    private var count = 0

    /// 0…1; 1 while there is nothing to compare with.
    func worth(of amplitude: Double) -> Double {
        guard count > 0, mean > 0, amplitude > 0 else { return 1 }
        let share = amplitude / mean
        let high = (Self.highEnds - share) / (Self.highEnds - Self.highBegins)
        let low = (share - Self.lowEnds) / (Self.lowBegins - Self.lowEnds)
        return max(0, min(1, high, low))
    }

    mutating func append(_ amplitude: Double) {
        guard amplitude > 0 else { return }
        count += 1
        let share = max(Self.learning, 1 / Double(count))
        if count > 1 {
            let limited = max(mean / Self.wildMax, min(amplitude, mean * Self.wildMax))
            mean += share * (limited - mean)
        } else {
            mean = amplitude
        }
    }
}
