/// Whether a pulse is about as high as those before it.
///
/// A heart beat that comes early is low, but none is suddenly twice as high: that is motion.
/// Fitted on stress_predict (E4, six wrists at rest and talking): of good pulses with neighbours of
/// like height 1 % stand in uneven intervals, where one is twice as high as another 20 to 45 %.
struct PulseHeight: Sendable {
    /// Height over the median: as good as any up to the first, no pulse from the second on.
    private static let highBegins = 1.5
    private static let highEnds = 3.0
    private static let lowBegins = 0.3
    private static let lowEnds = 0.1
    /// The median is of so many pulses, so that it follows a new height after half of them.
    private static let remembered = 9

    private var ring: [Double] = []
    private var ordered: [Double] = []
    private var next = 0

    init() {
        ring.reserveCapacity(Self.remembered)
        ordered.reserveCapacity(Self.remembered + 1)
    }

    /// 0…1; 1 while there is nothing to compare with.
    func worth(of amplitude: Double) -> Double {
        guard !ordered.isEmpty, amplitude > 0 else { return 1 }
        let share = amplitude / ordered[ordered.count / 2]
        let high = (Self.highEnds - share) / (Self.highEnds - Self.highBegins)
        let low = (share - Self.lowEnds) / (Self.lowBegins - Self.lowEnds)
        return max(0, min(1, high, low))
    }

    mutating func append(_ amplitude: Double) {
        guard amplitude > 0 else { return }
        if ring.count < Self.remembered {
            ring.append(amplitude)
        } else {
            if let old = ordered.firstIndex(of: ring[next]) { ordered.remove(at: old) }
            ring[next] = amplitude
            next = (next + 1) % Self.remembered
        }
        ordered.insert(amplitude, at: ordered.firstIndex { $0 > amplitude } ?? ordered.count)
    }
}
