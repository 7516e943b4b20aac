import DeviceProtocols

/// The figures that a board computes itself, as far as the truth about the body is known; 0, "not
/// available", where it is not.
struct VitalsModel: Sendable {
    private(set) var status = BoardStatus()
    private var beats: [Double] = []
    private var breaths: [Double] = []

    /// Beats and breaths that a figure is the mean of.
    private static let beatCount = 8
    private static let breathCount = 4
    private static let spo2: UInt8 = 97

    mutating func follow(_ events: [BodyEvents.Event]) {
        for event in events {
            switch event.kind {
            case .rPeak: beats = Array((beats + [event.seconds]).suffix(Self.beatCount + 1))
            case .inhaleOnset:
                breaths = Array((breaths + [event.seconds]).suffix(Self.breathCount + 1))
            case .pulseFoot, .scrOnset: continue
            }
        }
        status.heartRate = Self.perMinute(beats)
        status.respirationRate = Self.perMinute(breaths)
        status.spo2 = beats.count > 1 ? Self.spo2 : 0
    }

    private static func perMinute(_ times: [Double]) -> UInt8 {
        guard let first = times.first, let last = times.last, last > first else { return 0 }
        return UInt8(min((60 * Double(times.count - 1) / (last - first)).rounded(), 250))
    }
}
